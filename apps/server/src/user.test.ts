import { spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { startServer, temporaryDirectory } from "./testing/start-server.ts";
import { askPassword } from "./users/ask-password.ts";

const PROGRAM = fileURLToPath(new URL("user.ts", import.meta.url));
const PASSWORD = "correct horse battery";
const ada = ["add", "--admin", "--email", "root@example.com", "--name", "Root"];

async function user(directory: string, words: readonly string[], input = `${PASSWORD}\n`) {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: { PATH: process.env.PATH ?? "", DATA_DIR: directory },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  // A refused command line does not read it.
  child.stdin.on("error", () => {}).end(input);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, out, err };
}

async function signIn(url: string, email: string, password: string) {
  const response = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  return { status: response.status, body: await response.text() };
}

it("an admin who is added while the server runs signs in at once; twice is refused in words", async () => {
  await using server = await startServer();
  const { dataDir } = server.config;
  expect(await user(dataDir, ada)).toEqual({ code: 0, out: "root@example.com may sign in as admin\n", err: "" });
  const { status, body } = await signIn(server.url, "ROOT@example.com", PASSWORD);
  expect([status, body]).toEqual([200, expect.stringContaining('"role":"admin"')]);
  const again = await user(dataDir, [...ada.slice(0, 3), "Root@Example.com", "--name", "R"]);
  expect([again.code, again.err]).toEqual([1, expect.stringContaining("already; choose another")]);
});

it("a directory that no server has used yet gets its database, so that production can be entered", async () => {
  using directory = temporaryDirectory();
  const fresh = `${directory.path}/not/there`;
  expect(await user(fresh, ["add", "--email", "u@example.com", "--name", "U"])).toMatchObject({ code: 0 });
  await using server = await startServer({ dataDir: fresh });
  expect(await signIn(server.url, "u@example.com", PASSWORD)).toMatchObject({ status: 200 });
});

it.each([
  ["nothing", [], PASSWORD, "Usage"],
  ["another word", ["remove", ...ada.slice(1)], PASSWORD, "Usage"],
  ["a password on the command line", [...ada, "--password", PASSWORD], PASSWORD, "--password"],
  ["no email", ["add", "--name", "A"], PASSWORD, "Usage"],
  ["an email that is none", ["add", "--email", "ada", "--name", "A"], PASSWORD, "--email must be"],
  ["no name", ["add", "--email", "a@b", "--name", " "], PASSWORD, "--name must be"],
  ["a short password", ada, "secret\n", "12 to 1024 characters"],
  ["no password", ada, "", "12 to 1024 characters"],
])("refuses in words with code 1: %s", async (_, words, input, said) => {
  using directory = temporaryDirectory();
  const { code, err } = await user(directory.path, words, input);
  expect([code, err]).toEqual([1, expect.stringContaining(said)]);
});

it("asks on a terminal twice, and shows no letter of the answer", async () => {
  const ask = async (...answers: string[]) => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = new PassThrough();
    const shown = text(output);
    let left = answers;
    output.on("data", (chunk) => {
      const [next, ...rest] = left;
      if (!String(chunk).endsWith(": ") || next === undefined) return;
      left = rest;
      input.write(`${next}\r`);
    });
    const password = await askPassword({ input, output });
    output.end();
    return [password, await shown];
  };
  expect(await ask(PASSWORD, PASSWORD)).toEqual([PASSWORD, "Password: \nAgain: \n"]);
  expect(await ask(PASSWORD, "correct horse batter")).toEqual([undefined, "Password: \nAgain: \n"]);
});
