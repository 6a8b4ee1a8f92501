import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launchChromium, startServer } from "@tidings/services";
import type { Page } from "playwright-core";
import { ordersPage } from "./pages/orders-page.ts";
import { setStatus } from "./testing/api.ts";
import { received } from "./testing/seeds.ts";
import { type VisitorOptions, visit } from "./testing/visitor.ts";

// The README's pictures, taken of the built demo before the real server: `pnpm --filter @tidings/e2e screenshots`.

const folder = fileURLToPath(new URL("../../../docs/images/", import.meta.url));
const desk = { as: "ada", viewport: { width: 1180, height: 780 }, locale: "en-GB", reducedMotion: "reduce" } as const;

mkdirSync(folder, { recursive: true });
await using server = await startServer();
await using browser = await launchChromium();

async function picture(
  name: string,
  options: VisitorOptions,
  stage: (page: Page) => Promise<unknown> = async () => {},
): Promise<void> {
  await using visitor = await visit(browser, server, { ...desk, ...options });
  const [page] = await visitor.open();
  await page.getByText("Live", { exact: true }).waitFor();
  await stage(page);
  await page.screenshot({ path: `${folder}${name}.png` });
}

await picture("my-orders-light", { colorScheme: "light" });
await picture("my-orders-dark", { colorScheme: "dark" });
await picture("my-orders-phone", { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
await picture("all-orders", { as: "admin" }, async (page) => {
  await page.getByRole("link", { name: "All orders" }).click();
  await page.getByRole("article").first().waitFor();
});
await picture("toast", {}, async (page) => {
  await setStatus(server, received, "Preparing");
  await ordersPage(page).toast(`${received.order_code} — Preparing`).waitFor();
  await toastsAreStill(page);
});
await picture("connection-lost", {}, async (page) => {
  await server.kill("SIGKILL");
  await page.getByText(/Connection lost\. Retrying in \d+ s/).waitFor();
});

/** A toast comes in with a transition of its own. */
async function toastsAreStill(page: Page): Promise<void> {
  await page.locator("[data-sonner-toast][data-mounted=true]").waitFor();
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
}
