import { freePort, startNginx, temporaryDirectory } from "@tidings/services";
import { expect, it, onTestFinished } from "vitest";
import { openCommand, runCommand } from "./testing/curl.ts";
import { freshApp } from "./testing/fresh-app.ts";
import { guideBlocks } from "./testing/guide.ts";
import { packAll } from "./testing/tarballs.ts";

// What a stranger does: the guide's blocks, as they stand, in an empty folder, with packages from npm.

/** npm's downloads and installations are the slow part of it. */
const STRANGERS_MS = 900_000;

it("the guide of tidings serve goes from an empty folder to a build board, which a crash does not empty", {
  timeout: STRANGERS_MS,
}, async () => {
  const directory = temporaryDirectory();
  onTestFinished(() => directory[Symbol.dispose]());
  const app = freshApp(`${directory.path}/board`, await packAll(`${directory.path}/tarballs`));
  const port = await freePort();
  const here = (text = "") => text.replaceAll("8000", String(port));
  const [install = "", serve = "", listen, publish] = guideBlocks("tidings-serve", "sh");
  const [contract = ""] = guideBlocks("tidings-serve", "ts");
  const [client] = guideBlocks("tidings-serve", "js");
  const began = performance.now();

  app.write("contract.ts", contract);
  const [init = "", type = "", ...rest] = install.trim().split("\n");
  await app.run(init);
  await app.run(type);
  await app.install(rest.join("\n"));
  app.write("serve.sh", `${serve.trim().replace(/^npx /m, "exec node_modules/.bin/")} --port ${port}\n`);
  let server = await app.start("sh serve.sh", port);
  onTestFinished(async () => void (await server.kill("SIGKILL")));
  using board = openCommand(here(listen).trim());
  await expect.poll(() => board.output).toContain("event: connected");
  app.write("listen.mjs", here(client));
  using page = openCommand(`${process.execPath} ${app.path}/listen.mjs`);
  await expect.poll(() => page.output).toContain("listening");
  const answer = await runCommand(here(publish));
  expect(JSON.parse(answer)).toEqual({ success: true, data: { positions: [expect.any(String)] } });
  await expect.poll(() => board.output).toContain('data: {"build":42,"result":"passed"}');
  const seconds = (performance.now() - began) / 1000;
  expect(await runCommand(here(publish))).toBe(answer);
  expect(JSON.parse(await runCommand(here(publish).replace("passed", "lost").replace("build-42", "b")))).toEqual({
    success: false,
    errors: [expect.stringContaining("result")],
  });

  await using nginx = await startNginx({ upstream: `http://127.0.0.1:${port}` });
  const examined = await app.run(`node_modules/.bin/tidings doctor ${nginx.url}/builds --wait 1`);
  expect(examined).toContain("it resumes without loss");

  await runCommand(here(publish).replace('"build": 42', '"build": 43').replace("build-42", "build-43"));
  const [, position] = /^event: build_finished\nid: (.*)$/m.exec(board.output) ?? [];
  await server.kill("SIGKILL");
  server = await app.start("sh serve.sh", port);
  using back = openCommand(`${here(listen).trim()} --header "Last-Event-ID: ${position}"`);
  await expect.poll(() => back.output).toContain('data: {"build":43,"result":"passed"}');
  expect(back.output).toContain('"resume":"complete"');
  expect(back.output).not.toContain('"build":42');
  await runCommand(here(publish).replace('"build": 42', '"build": 44').replace("build-42", "build-44"));
  await expect.poll(() => page.output).toContain("build 44: passed");
  const heard = page.output.split("\n").filter((line) => line.startsWith("build"));
  expect(heard).toEqual(["build 42: passed", "build 43: passed", "build 44: passed"]);
  process.stdout.write(`From an empty folder to the first event: ${seconds.toFixed(1)} s\n`);
});
