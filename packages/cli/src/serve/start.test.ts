import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { listenTo } from "../testing/listen-to.ts";
import { configWith, startHub } from "../testing/start-hub.ts";
import { CI_BOARD, folder, publish } from "../testing/tidings.ts";
import { SECRET } from "../testing/token.ts";
import { type ServeConfig, start } from "./start.ts";

/** Why a hub does not start. */
async function whyNot(changes: Partial<ServeConfig>): Promise<unknown> {
  return start(configWith(changes)).then(
    async ({ stop }) => {
      await stop();
      return "it started";
    },
    (error: unknown) => error,
  );
}

it.each<[string, Partial<ServeConfig>, string, string]>([
  ["no key to publish with", { publishKeys: [] }, "invalid_option", "nobody could publish"],
  ["a short key", { publishKeys: ["a-key-for-publishing", "fifteen-letters"] }, "invalid_option", "--publish-key must"],
  ["a short metrics token", { metricsToken: "fifteen-letters" }, "invalid_option", "--metrics-token must"],
  ["no stream that anybody could open", { open: [] }, "invalid_option", "nobody could open a stream"],
  ["a public stream that there is not", { open: ["bilds"] }, "invalid_option", "it has builds, secrets"],
  ["a public stream that is not for anyone", { open: ["secrets"] }, "invalid_option", 'access "user"'],
  ["a short secret", { tokens: { secret: "x".repeat(31) } }, "invalid_option", "at least 32 bytes"],
  ["two keys", { tokens: { secret: SECRET, jwks: new URL("http://localhost/") } }, "invalid_option", "give one of"],
  ["a key that is none", { tokens: { publicKeyFile: CI_BOARD } }, "invalid_option", "no public key in PEM"],
  ["a key that is not there", { tokens: { publicKeyFile: "/nowhere" } }, "invalid_option", "no public key in PEM"],
  ["a folder that cannot be", { data: `${CI_BOARD}/x` }, "cannot_start", "give --data one that this user may write"],
  ["a host that is not here", { host: "192.0.2.1" }, "cannot_start", "give --host and --port something else"],
])("does not start with %s, and says why and what to do", async (_what, changes, code, words) => {
  expect(await whyNot(changes)).toMatchObject({ name: "CliError", code, message: expect.stringContaining(words) });
});

it("sixteen characters are enough of a key and of a token, in any of several", async () => {
  const sixteen = "sixteen-letters!";
  await startHub({ publishKeys: [sixteen, `${sixteen}!`], metricsToken: sixteen });
  const wrong = { code: "invalid_option", message: expect.stringContaining("--publish-key must") };
  expect(await whyNot({ publishKeys: ["fifteen-letters", sixteen] })).toMatchObject(wrong);
});

it("does not start where another program listens, nor on another hub's data, and frees the data again", async () => {
  const [data, other] = [folder(), folder()];
  const { url } = await startHub({ data });
  const port = Number(new URL(url).port);
  expect(await whyNot({ data })).toMatchObject({
    code: "cannot_start",
    message: expect.stringContaining("another process"),
  });
  const taken = { code: "cannot_start", message: expect.stringContaining("another program listens there") };
  expect(await whyNot({ port, data: other })).toMatchObject(taken);
  await startHub({ data: other });
});

it("a hub that has stopped leaves one file, whole: a copy of it is a backup", async () => {
  const data = folder();
  const serving = await start(configWith({ data }));
  await publish(serving.url, { stream: "builds", event: "build_finished", data: { build: 1, result: "passed" } });
  expect(existsSync(join(data, "events.db-wal"))).toBe(true);
  await serving.stop();
  // SQLite removes its journal when the last connection is closed.
  expect(readdirSync(data).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
});

/** A contract in a file, with a stream whose greeting has this field. */
function greetingWith(field: string): string {
  const contract = join(folder(), "contract.ts");
  const [contracts, zod] = ["@tidings/contracts", "zod/mini"].map((name) => JSON.stringify(import.meta.resolve(name)));
  writeFileSync(
    contract,
    `import { defineEvent, defineStream } from ${contracts};
import * as z from ${zod};
export const a = defineStream({ name: "a", path: "/a", access: "anyone", greeting: { fields: { ${field} } },
  events: { b: defineEvent({ schema: z.object({}) }) } });`,
  );
  return contract;
}

it("does not start with a greeting that it cannot fill, and frees the data again; does with one that may be empty", async () => {
  const data = folder();
  expect(await whyNot({ contract: greetingWith("carrier: z.string()"), open: ["a"], data })).toMatchObject({
    code: "invalid_contract",
    message: expect.stringContaining('the greeting of "a" has fields of its own'),
  });
  const { url } = await startHub({ contract: greetingWith("carrier: z.optional(z.string())"), open: ["a"], data });
  expect((await listenTo(`${url}/a`)).response.status).toBe(200);
});

it("a folder of data is made where it is missing, and an IPv6 host is written in brackets", async () => {
  const data = join(folder(), "a", "b");
  await startHub({ data });
  expect(() => mkdirSync(data)).toThrow("EEXIST");
  const probe = createServer().listen(0, "::1");
  onTestFinished(() => void probe.close());
  const { url } = await startHub({ host: "::1" });
  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});
