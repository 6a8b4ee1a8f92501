import { Command, Option } from "commander";
import { expect, it } from "vitest";
import { prepareVariables } from "./option-variables.ts";

const command = () =>
  new Command("serve")
    .addOption(new Option("--port <number>").env("TIDINGS_PORT"))
    .addOption(new Option("--jwt-secret <text>").env("TIDINGS_JWT_SECRET"))
    .addOption(new Option("--memory").env("TIDINGS_MEMORY"));

it.each([
  ["TIDINGS_PROT", "the variable TIDINGS_PROT is not read; did you mean TIDINGS_PORT?"],
  ["TIDINGS_JWT_SECERT", "the variable TIDINGS_JWT_SECERT is not read; did you mean TIDINGS_JWT_SECRET?"],
  ["tidings_port", "the variable tidings_port is not read; did you mean TIDINGS_PORT?"],
  ["TIDINGS_SERVICE_HOST", "the variable TIDINGS_SERVICE_HOST is not read; tidings serve --help lists those that are"],
  ["TIDINGS_", "the variable TIDINGS_ is not read; tidings serve --help lists those that are"],
])("%s has no effect, and is told of", (name, line) => {
  expect(prepareVariables(command(), { [name]: "x", PATH: "/bin", MY_TIDINGS_PORT: "1" })).toEqual([line]);
});

it("what is set to nothing is not set, and a switch takes true and false alone", () => {
  const env = { TIDINGS_PORT: " ", TIDINGS_JWT_SECRET: "s", TIDINGS_MEMORY: "false" };
  expect(prepareVariables(command(), env)).toEqual([]);
  expect(env).toEqual({ TIDINGS_JWT_SECRET: "s" });
  const on = { TIDINGS_MEMORY: "true" };
  prepareVariables(command(), on);
  expect(on).toEqual({ TIDINGS_MEMORY: "true" });
  const wrong = () => prepareVariables(command(), { TIDINGS_MEMORY: "yes" });
  expect(wrong).toThrow('TIDINGS_MEMORY must be true or false, not "yes"');
});

it("a port that Kubernetes gives a service is no port of ours", () => {
  const env = { TIDINGS_PORT: "tcp://10.0.0.7:80" };
  expect(prepareVariables(command(), env)).toEqual([expect.stringContaining("Kubernetes")]);
  expect(env).toEqual({});
});
