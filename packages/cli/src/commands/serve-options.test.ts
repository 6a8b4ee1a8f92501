import { Command } from "commander";
import { expect, it, onTestFinished } from "vitest";
import { configOf, optionsOfServe, type ServeOptions } from "./serve-options.ts";

const said: string[] = [];
const say = (line: string) => void said.push(line);

/** What the server is started with, for these words and variables. */
function read(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const before = process.env;
  process.env = { ...env };
  onTestFinished(() => {
    process.env = before;
  });
  const command = new Command("serve").exitOverride().configureOutput({ writeErr() {} });
  for (const option of optionsOfServe()) command.addOption(option);
  command.parse(words, { from: "user" });
  return configOf(command.opts<ServeOptions>(), say);
}

const DEFAULTS = {
  contract: "c.ts",
  host: "127.0.0.1",
  port: 8000,
  data: "./tidings-data",
  open: [],
  tokens: { secret: undefined, publicKeyFile: undefined, jwks: undefined, issuer: undefined, audience: undefined },
  cookie: undefined,
  publishKeys: [],
  metricsToken: undefined,
  origins: [],
  trustedProxies: false,
  caps: { total: 15_000, perUser: 100, perAddress: Number.POSITIVE_INFINITY },
  rates: { opensPerUser: 600, opensPerAddress: Number.POSITIVE_INFINITY },
  heartbeatMs: 30_000,
  retention: { count: 100_000, ageMs: 604_800_000, perTopic: { count: 1000 } },
  drainMs: 5000,
  processMetrics: true,
  say,
};

/** Each option: its value as text, and what differs from the defaults then. */
const OPTIONS: readonly [flag: string, text: string, changes: Partial<typeof DEFAULTS> | object][] = [
  ["contract", "d.ts", { contract: "d.ts" }],
  ["host", "::1", { host: "::1" }],
  ["port", "0", { port: 0 }],
  ["port", "65535", { port: 65_535 }],
  ["data", "/data", { data: "/data" }],
  ["public", "a, b", { open: ["a", "b"] }],
  ["jwt-secret", "s", { tokens: { ...DEFAULTS.tokens, secret: "s" } }],
  ["jwt-public-key", "key.pem", { tokens: { ...DEFAULTS.tokens, publicKeyFile: "key.pem" } }],
  ["jwks", "https://a.example/keys", { tokens: { ...DEFAULTS.tokens, jwks: new URL("https://a.example/keys") } }],
  ["jwt-issuer", "i", { tokens: { ...DEFAULTS.tokens, issuer: "i" } }],
  ["jwt-audience", "a", { tokens: { ...DEFAULTS.tokens, audience: "a" } }],
  ["cookie", "session", { cookie: "session" }],
  ["publish-key", "k,l", { publishKeys: ["k", "l"] }],
  ["metrics-token", "m", { metricsToken: "m" }],
  ["origin", "https://a.example", { origins: ["https://a.example"] }],
  ["trust-proxy", "2", { trustedProxies: 2 }],
  ["max-connections", "7", { caps: { ...DEFAULTS.caps, total: 7 } }],
  ["max-connections-per-user", "7", { caps: { ...DEFAULTS.caps, perUser: 7 } }],
  ["max-connections-per-address", "7", { caps: { ...DEFAULTS.caps, perAddress: 7 } }],
  ["opens-per-minute-per-user", "7", { rates: { ...DEFAULTS.rates, opensPerUser: 7 } }],
  ["opens-per-minute-per-address", "100000000", { rates: { ...DEFAULTS.rates, opensPerAddress: 100_000_000 } }],
  ["retention-count", "infinity", { retention: { ...DEFAULTS.retention, count: Number.POSITIVE_INFINITY } }],
  ["retention-days", "2", { retention: { ...DEFAULTS.retention, ageMs: 172_800_000 } }],
  ["retention-per-topic", "7", { retention: { ...DEFAULTS.retention, perTopic: { count: 7 } } }],
  ["heartbeat-ms", "10", { heartbeatMs: 10 }],
  ["heartbeat-ms", "600000", { heartbeatMs: 600_000 }],
  ["drain-ms", "0", { drainMs: 0 }],
  ["drain-ms", "600000", { drainMs: 600_000 }],
];

it("without options the server keeps its events in a folder, on a port of this machine alone, in finite bounds", () => {
  expect(read(["--contract", "c.ts"])).toEqual(DEFAULTS);
});

it.each(OPTIONS)("--%s %s and the variable of that name mean the same", (flag, text, changes) => {
  const expected = { ...DEFAULTS, ...changes };
  const contract = flag === "contract" ? [] : ["--contract", "c.ts"];
  expect(read([...contract, `--${flag}`, text])).toEqual(expected);
  expect(read(contract, { [`TIDINGS_${flag.replaceAll("-", "_").toUpperCase()}`]: text })).toEqual(expected);
});

it("--memory, and its variable, leave no folder", () => {
  for (const config of [
    read(["--contract", "c.ts", "--memory"]),
    read(["--contract", "c.ts"], { TIDINGS_MEMORY: "true" }),
  ]) {
    expect(config).toEqual({ ...DEFAULTS, data: undefined });
  }
});

it.each([
  ["port", "65536"],
  ["port", "-1"],
  ["heartbeat-ms", "9"],
  ["heartbeat-ms", "600001"],
  ["drain-ms", "600001"],
  ["max-connections", "0"],
  ["max-connections", "100000001"],
])("--%s %s is refused", (flag, text) => {
  expect(() => read(["--contract", "c.ts", `--${flag}`, text])).toThrow("It must be a whole number");
});

it("the help names what an option is without being given", () => {
  const help = new Command("serve").createHelp();
  const defaults = optionsOfServe().map((option) => [
    option.long,
    /\(default: (.*), env: /.exec(help.optionDescription(option))?.[1],
  ]);
  expect(Object.fromEntries(defaults)).toEqual({
    "--contract": undefined,
    "--host": '"127.0.0.1"',
    "--port": "8000",
    "--data": '"./tidings-data"',
    "--memory": undefined,
    "--public": "none",
    "--jwt-secret": undefined,
    "--jwt-public-key": undefined,
    "--jwks": undefined,
    "--jwt-issuer": undefined,
    "--jwt-audience": undefined,
    "--cookie": undefined,
    "--publish-key": "none",
    "--metrics-token": undefined,
    "--origin": "none",
    "--trust-proxy": "none",
    "--max-connections": "15000",
    "--max-connections-per-user": "100",
    "--max-connections-per-address": "Infinity",
    "--opens-per-minute-per-user": "600",
    "--opens-per-minute-per-address": "Infinity",
    "--retention-count": "100000",
    "--retention-days": "7",
    "--retention-per-topic": "1000",
    "--heartbeat-ms": "30000",
    "--drain-ms": "5000",
  });
});
