import { copyFileSync } from "node:fs";
import { freePort, temporaryDirectory } from "@tidings/services";
import { expect, onTestFinished } from "vitest";
import { it } from "./testing/browser-test.ts";
import { openCommand, runCommand } from "./testing/curl.ts";
import { type FreshApp, freshApp } from "./testing/fresh-app.ts";
import { guideBlocks, guideFiles } from "./testing/guide.ts";
import { look } from "./testing/look.ts";
import { packAll } from "./testing/tarballs.ts";

// What a stranger does who follows "Backend in ten minutes", then "Frontend in ten minutes": their blocks as they stand,
// in empty folders, with packages from npm. Only the port is another.

/** npm's downloads and installations are the slow part of it, on a busy machine above all. */
const STRANGERS_MS = 900_000;

it("the guides of ten minutes: a server that a crash makes forget nothing, and a page that shows what it says", {
  timeout: STRANGERS_MS,
}, async ({ browser }) => {
  const directory = temporaryDirectory();
  onTestFinished(() => directory[Symbol.dispose]());
  const tarballs = await packAll(`${directory.path}/tarballs`);
  const port = await freePort();
  const here = (text = "") => text.replaceAll("8000", String(port));

  const [makeDesk = "", , listen, change] = guideBlocks("backend-in-ten-minutes", "sh");
  const desk = freshApp(`${directory.path}/desk`, tarballs);
  for (const [file, code] of guideFiles("backend-in-ten-minutes")) desk.write(file, here(code));
  await follow(desk, makeDesk, /^(mkdir|cd) /);
  const start = () => desk.start(`${process.execPath} server.ts`, port);
  let server = await start();
  onTestFinished(async () => void (await server.kill("SIGKILL")));

  using reader = openCommand(here(listen).trim());
  await expect.poll(() => reader.output).toContain("event: connected");
  const close = here(change);
  expect(JSON.parse(await runCommand(close))).toMatchObject({ success: true, data: { id: "1", state: "closed" } });
  await expect.poll(() => reader.output).toContain("event: ticket_changed");
  expect(JSON.parse(await runCommand(close.replace('"closed"', '"lost"')))).toEqual({
    success: false,
    errors: ["state must be one of open, closed"],
  });
  expect(JSON.parse(await runCommand(close.replace("Bearer ada", "Bearer grace")))).toEqual({
    success: false,
    errors: ["Ticket not found"],
  });
  const [, first] = /^event: ticket_changed\nid: (.*)$/m.exec(reader.output) ?? [];

  await runCommand(close.replace('"closed"', '"open"'));
  await server.kill("SIGKILL");
  server = await start();
  using back = openCommand(`${here(listen).trim()} --header "Last-Event-ID: ${first}"`);
  await expect.poll(() => back.output).toContain('"state":"open","revision":3');
  expect(back.output).not.toContain('"state":"closed"');

  const [makePage = ""] = guideBlocks("frontend-in-ten-minutes", "sh");
  const creating = freshApp(directory.path, tarballs);
  const page = freshApp(`${directory.path}/page`, tarballs);
  const [create = "", ...rest] = makePage.trim().split("\n");
  await creating.run(`${create.replace("npm create", "npm create --yes")} --no-interactive`);
  await follow(page, rest.join("\n"), /^(cd|cp) /);
  copyFileSync(`${desk.path}/contract.ts`, `${page.path}/src/contract.ts`);
  for (const [file, code] of guideFiles("frontend-in-ten-minutes")) page.write(file, here(code));
  await page.run("npm run build");
  await page.run("npx vitest run");

  const pagePort = await freePort();
  const vite = await page.start(`node_modules/.bin/vite --host 127.0.0.1 --strictPort --port ${pagePort}`, pagePort);
  onTestFinished(async () => void (await vite.kill("SIGKILL")));
  const one = await look(browser, `http://localhost:${pagePort}`);
  const other = await look(browser, `http://localhost:${pagePort}`);
  await one.page.getByText("Live", { exact: true }).waitFor();
  await other.page.getByText("Live", { exact: true }).waitFor();
  await one.page.getByRole("button", { name: "Close Coffee machine silent" }).click();
  for (const { page } of [one, other]) {
    await page.getByText("Coffee machine silent: closed").waitFor();
    await page.locator("[data-sonner-toast]").filter({ hasText: "Coffee machine silent is closed" }).waitFor();
  }
  expect([...one.said, ...other.said]).toEqual([]);
  await server.kill("SIGKILL");
  await one.page.getByText(/^Connection lost\. Retrying/).waitFor();
  server = await start();
  await one.page.getByText("Live", { exact: true }).waitFor();
  expect([...one.thrown, ...other.thrown]).toEqual([]);
});

/** Runs a block's lines, without those that this test does in its own way. */
async function follow(app: FreshApp, block: string, without: RegExp): Promise<void> {
  for (const line of block.trim().split("\n")) {
    if (without.test(line)) continue;
    if (line.startsWith("npm install")) await app.install(line);
    else await app.run(line);
  }
}
