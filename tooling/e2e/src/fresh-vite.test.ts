import { freePort, temporaryDirectory } from "@tidings/services";
import { beforeAll, expect } from "vitest";
import { it } from "./testing/browser-test.ts";
import { type FreshApp, freshApp, readmePage, startReadmeServer } from "./testing/fresh-app.ts";
import { look } from "./testing/look.ts";
import { readmeBlock } from "./testing/readme.ts";
import { packAll } from "./testing/tarballs.ts";

// What a stranger does: the README's blocks, as they stand, in folders of their own, with packages from npm.

/** npm's downloads and installations are the slow part of it, on a busy machine above all. */
const STRANGERS_MS = 900_000;

let app: FreshApp;
let server: Awaited<ReturnType<typeof startReadmeServer>>;

beforeAll(async () => {
  const directory = temporaryDirectory();
  const tarballs = await packAll(`${directory.path}/tarballs`);
  server = await startReadmeServer(directory.path, tarballs);
  const creating = freshApp(directory.path, tarballs);
  await creating.run("npm create --yes vite@latest app -- --template react-ts --no-interactive");
  app = freshApp(`${directory.path}/app`, tarballs);
  return async () => {
    await server.stop();
    directory[Symbol.dispose]();
  };
}, STRANGERS_MS);

async function startVite() {
  const port = await freePort();
  const vite = await app.start(`node_modules/.bin/vite --host 127.0.0.1 --strictPort --port ${port}`, port);
  return { url: `http://localhost:${port}`, [Symbol.asyncDispose]: async () => void (await vite.kill("SIGKILL")) };
}

it("the README's page and server are a working pair in an app of create-vite: built, live, with toasts", {
  timeout: STRANGERS_MS,
}, async ({ browser }) => {
  await app.install(readmeBlock("For a frontend team", "sh"));
  app.write("src/App.tsx", readmePage(server.port));
  await app.run("npm run build");
  await using vite = await startVite();
  const { page, said, thrown } = await look(browser, vite.url);
  await page.getByText("Live", { exact: true }).waitFor();

  const toasts = page.locator("[data-sonner-toast]");
  await toasts
    .filter({ hasText: /^ORD-K4M9T1 — (Preparing|Out for Delivery)$/ })
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Cancel order ORD-A7X3B2" }).click();
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await toasts.filter({ hasText: "ORD-A7X3B2 — Cancelled" }).waitFor();
  expect(said).toEqual([]);

  // Its rows are in memory, so that the order can be cancelled once more, and not while there is no server.
  await server.stop();
  await server.start();
  await page.getByRole("button", { name: "Cancel order ORD-A7X3B2" }).click();
  await page.getByText("Live", { exact: true }).waitFor();
  await server.stop();
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await toasts.filter({ hasText: "could not be reached" }).waitFor();
  expect(thrown).toEqual([]);
  await server.start();
  await page.getByText("Live", { exact: true }).waitFor();
  await page.close();
});

it("C27.1: without sonner esbuild, webpack and Vite build the page, which is live and says once that it has no toaster", {
  timeout: STRANGERS_MS,
}, async ({ browser }) => {
  await app.run("npm uninstall sonner");
  await app.run("npm install --no-save esbuild webpack");
  app.write("src/App.tsx", withoutToaster(readmePage(server.port)));
  await app.run("npm run build");
  app.write("tsconfig.strict.json", JSON.stringify(STRICT));
  await app.run("npx tsc -p tsconfig.strict.json");
  await app.run("node_modules/.bin/esbuild src/main.tsx --bundle --outdir=by-esbuild --loader:.svg=file");
  // webpack reads neither TSX nor CSS by itself, and neither is what is tried here.
  app.write("page.tsx", withoutToaster(readmePage(server.port)).replace(/^import ".*css";$/m, ""));
  await app.run("node_modules/.bin/esbuild page.tsx --jsx=automatic --outfile=page.js");
  app.write("webpack.mjs", BY_WEBPACK);
  await app.run("node webpack.mjs");

  await using vite = await startVite();
  const { page, said } = await look(browser, vite.url);
  await page.getByText("Live", { exact: true }).waitFor();
  const badge = page.getByRole("listitem").filter({ hasText: "ORD-K4M9T1" });
  const [before] = await badge.allInnerTexts();
  // Two events, so that a second warning would be there.
  await expect.poll(() => badge.allInnerTexts()).not.toEqual([before]);
  await expect.poll(() => badge.allInnerTexts()).toEqual([before]);
  expect(said).toEqual([expect.stringContaining("put <EventToaster /> of @tidings/react-sse/sonner into the page")]);
  await page.close();
});

/** The page of a team that forgot the toaster, and did not install sonner. */
function withoutToaster(page: string): string {
  return page.replace(/^.*(EventToaster|from "sonner").*\n/gm, "").replace(/\.catch\(.*toast.*\)\}/, "}");
}

/** The page as a project sees it that declares no "*.css", looks at libraries too, and leaves no flag out. */
const STRICT = {
  compilerOptions: {
    module: "nodenext",
    jsx: "react-jsx",
    types: [],
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    skipLibCheck: false,
  },
  files: ["src/App.tsx"],
};

const BY_WEBPACK = `
  import webpack from "webpack";
  const options = { mode: "production", context: import.meta.dirname, entry: "./page.js", performance: false };
  webpack(options, (error, stats) => {
    const failed = error ?? (stats.hasErrors() || stats.hasWarnings() ? stats.toString() : undefined);
    if (failed) throw new Error(failed);
  });
`;
