import { existsSync } from "node:fs";
import { join } from "node:path";
import { DCLinter } from "dclint";
import { validate } from "dockerfile-utils";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { deployFile, readDeployFile } from "./deploy-file.ts";

interface Compose {
  readonly services: Readonly<Record<string, { readonly volumes?: readonly string[] }>>;
}

/** What the linter says of a file; its own declarations do not resolve. */
interface LintedFile {
  readonly messages: readonly { readonly type: string; readonly message: string }[];
}

const compose: Compose = parse(readDeployFile("compose.yml"));
/** What belongs to one machine, and is not in the repository. */
const OF_THE_MACHINE = /^\.\/(secrets\/|contract$)/;

/** The errors of a compose file by the schema of its specification; the linter's taste is left out. */
function errorsIn(file: string): readonly string[] {
  // The proxy's port is for everybody.
  const linter = new DCLinter({ rules: { "no-unbound-port-interfaces": 0 }, quiet: true, debug: false, exclude: [] });
  const files: readonly LintedFile[] = linter.lintFiles([file], false);
  const messages = files.flatMap((linted) => linted.messages);
  return messages.filter(({ type }) => type === "error").map(({ message }) => message);
}

it("Docker's linter finds nothing in the Dockerfile", () => {
  expect(validate(readDeployFile("Dockerfile"))).toEqual([]);
});

it("neither image runs as root, nor starts its server by npm or a shell", () => {
  const text = readDeployFile("Dockerfile");
  const [, runtime = ""] = text.split(/^FROM node:26-slim AS runtime$/m);
  expect(runtime).toMatch(/^USER node$/m);
  expect(runtime).not.toMatch(/^USER (?!node$)/m);
  expect(runtime.match(/^CMD .*$/gm)).toEqual([
    expect.stringMatching(/^CMD \["node", /),
    expect.stringMatching(/^CMD \["node", /),
  ]);
  expect(runtime.replace(/^#.*$/gm, "")).not.toMatch(/pnpm|npm|npx/);
});

it("compose.yml is what the specification of compose says", () => {
  expect(errorsIn(deployFile("compose.yml"))).toEqual([]);
});

it("every file that compose.yml mounts is there", () => {
  const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes);
  const files = mounted.map((volume) => volume.split(":")[0] ?? "").filter((file) => file.startsWith("./"));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !OF_THE_MACHINE.test(file) && !existsSync(join(deployFile("."), file)))).toEqual([]);
});

it("nginx, Prometheus and Grafana name services of compose.yml and their ports", () => {
  for (const [file, address] of [
    ["proxies/nginx.conf", /server (tidings):8000;/],
    ["prometheus/prometheus.yml", /targets: \[(tidings):8000\]/],
    ["grafana/datasource.yml", /url: http:\/\/(prometheus):9090/],
  ] as const) {
    const [, service = `no address in ${file}`] = address.exec(readDeployFile(file)) ?? [];
    expect(Object.keys(compose.services)).toContain(service);
  }
});
