import { expect, it } from "vitest";
import { CI_BOARD, KEY, publish, serve, tidings } from "../testing/tidings.ts";

const keyed = { TIDINGS_PUBLISH_KEY: KEY };
const open = ["serve", "--contract", CI_BOARD, "--public", "builds", "--memory"];

it.each<[string[], Record<string, string>, string]>([
  [["serve"], keyed, "--contract"],
  [open, {}, "nobody could publish"],
  [[...open, "--prot", "1"], keyed, "--port"],
  [open, { ...keyed, TIDINGS_PORT: "x" }, "whole number from 0 to 65535"],
  [open, { ...keyed, TIDINGS_MEMORY: "yes" }, "must be true or false"],
  [[...open, "--origin", "https://*.example.com"], keyed, '"https://*.example.com" is not an origin'],
  [[...open, "--trust-proxy", "true"], keyed, "how many proxies stand in front"],
  [[...open, "--jwks", "keys.json"], keyed, "must be an address"],
])("%j does not start, and says why in one line, with code 1", async (words, env, said) => {
  const { code, err } = await tidings(words, env);
  expect([code, err]).toEqual([1, expect.stringContaining(said)]);
  expect(err).not.toMatch(/\n\s+at /);
});

it("several keys come by one option, by several, and by a variable; what is set to nothing is not set, and what nothing reads is told", async () => {
  const finished = { stream: "builds", event: "build_finished", data: { build: 42, result: "passed" } };
  const words = ["--memory", "--publish-key", `${KEY}-2`, "--publish-key", `${KEY}-3,${KEY}-4`];
  const { url, printed } = await serve(words, { TIDINGS_MAX_CONNECTIONS: " ", TIDINGS_DRAIN: "1" });
  expect(printed()).toContain("TIDINGS_DRAIN is not read");
  for (const key of [`${KEY}-2`, `${KEY}-3`, `${KEY}-4`]) {
    expect(await publish(url, finished, { Authorization: `Bearer ${key}` })).toMatchObject({ status: 200 });
  }
  expect(await publish(url, finished)).toMatchObject({ status: 401 });
});
