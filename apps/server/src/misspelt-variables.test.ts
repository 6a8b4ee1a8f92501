import { misspeltVariables } from "@tidings/express";
import { expect, it } from "vitest";
import { environment } from "./environment.ts";

const known = Object.keys(environment.shape);
const namesOf = (...names: string[]) =>
  misspeltVariables(Object.fromEntries(names.map((name) => [name, "secret value"])), known);

it.each([
  ["HEARBEAT_MS", "HEARTBEAT_MS"],
  ["HAERTBEAT_MS", "HEARTBEAT_MS"],
  ["heartbeat_ms", "HEARTBEAT_MS"],
  ["Port", "PORT"],
  ["LOGLEVEL", "LOG_LEVEL"],
  ["TRUST_PROXIES", "TRUST_PROXY"],
  ["CORS_ORIGIN", "CORS_ORIGINS"],
  ["JWT_TTL", "JWT_TTL_S"],
  ["MAX_CONNECTION", "MAX_CONNECTIONS"],
  ["MAX_CONNECTIONS_PER_IP", "MAX_CONNECTIONS_PER_USER"],
])("%s is warned of, with the name %s", (name, meant) => {
  expect(namesOf(name)).toEqual([`${name} is not read by this server; did you mean ${meant}?`]);
});

it("what is read is not warned of, nor what other programs read", () => {
  expect(namesOf(...known)).toEqual([]);
  const others = ["HOME", "PATH", "PWD", "SHELL", "LANG", "TERM", "USER", "HOSTNAME", "NODE_OPTIONS", "DATABASE_URL"];
  expect(namesOf(...others, "npm_config_user_agent", "INIT_CWD", "CI", "TZ", "_", "UV_THREADPOOL_SIZE")).toEqual([]);
});

it("no value is shown", () => {
  expect(namesOf("JWT_SECRETS").join()).not.toContain("secret value");
});
