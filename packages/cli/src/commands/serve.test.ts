import { expect, it, onTestFinished } from "vitest";
import { tidings } from "../testing/run-here.ts";
import { serveHere } from "../testing/serve-here.ts";
import { CI_BOARD, KEY, publish } from "../testing/tidings.ts";
import { SECRET, token } from "../testing/token.ts";

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
  [open, { TIDINGS_PUBLISH_KEY: `${KEY},fifteen-letters` }, "--publish-key must have at least 16 characters"],
  [[...open, "--opens-per-minute-per-user", "0"], keyed, "Infinity for no limit"],
  [[...open, "--opens-per-minute-per-address", "-1"], keyed, "Infinity for no limit"],
])("%j does not start, and says why in one line, with code 1", async (words, env, said) => {
  const { code, err } = await tidings(words, env);
  expect([code, err]).toEqual([1, expect.stringContaining(said)]);
  expect(err).not.toMatch(/\n\s+at /);
});

it("several keys come by one option, by several, and by a variable; what is set to nothing is not set, and what nothing reads is told", async () => {
  const finished = { stream: "builds", event: "build_finished", data: { build: 42, result: "passed" } };
  const words = ["--publish-key", `${KEY}-2`, "--publish-key", `${KEY}-3,${KEY}-4`];
  const { url, printed } = await serveHere(words, { TIDINGS_MAX_CONNECTIONS: " ", TIDINGS_DRAIN: "1" });
  expect(printed).toContain("TIDINGS_DRAIN is not read");
  for (const key of [`${KEY}-2`, `${KEY}-3`, `${KEY}-4`]) {
    expect(await publish(url, finished, { Authorization: `Bearer ${key}` })).toMatchObject({ status: 200 });
  }
  expect(await publish(url, finished)).toMatchObject({ status: 401 });
});

it("S14: rates by user and by address are what their options say", async () => {
  const { url } = await serveHere(
    ["--opens-per-minute-per-user", "1", "--opens-per-minute-per-address", "4", "--trust-proxy", "loopback"],
    { TIDINGS_JWT_SECRET: SECRET },
  );
  const open = async (sub: string, from = "203.0.113.7") => {
    const headers = { Authorization: `Bearer ${token({ sub })}`, "X-Forwarded-For": from };
    const gone = new AbortController();
    onTestFinished(() => gone.abort());
    const response = await fetch(`${url}/builds`, { headers, signal: gone.signal });
    return response.status === 429 ? response.text() : response.status;
  };
  expect(await open("ada")).toBe(200);
  for (const from of ["203.0.113.8", "203.0.113.7"]) expect(await open("ada", from)).toContain("by this user");
  expect([await open("grace"), await open("linus")]).toEqual([200, 200]);
  expect(await open("edsger")).toContain("from this address");
  expect(await open("edsger", "203.0.113.8")).toBe(200);
});
