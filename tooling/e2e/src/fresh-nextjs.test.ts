import { cpSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { freePort, type ServiceProcess, temporaryDirectory } from "@tidings/services";
import { beforeAll, expect } from "vitest";
import { it } from "./testing/browser-test.ts";
import { type FreshApp, freshApp, readmePage, startReadmeServer } from "./testing/fresh-app.ts";
import { look } from "./testing/look.ts";
import { readmeBlock } from "./testing/readme.ts";
import { packAll } from "./testing/tarballs.ts";

/** npm's downloads and installations are the slow part of it, on a busy machine above all. */
const STRANGERS_MS = 900_000;

const EXAMPLE = fileURLToPath(new URL("../../../examples/nextjs/", import.meta.url));

let app: FreshApp;
let url: string;

/** The README's page and the example, in one app that Next.js's creator makes, built and served by its own scripts. */
beforeAll(async () => {
  const directory = temporaryDirectory();
  const tarballs = await packAll(`${directory.path}/tarballs`);
  const creating = freshApp(directory.path, tarballs);
  const [server] = await Promise.all([
    startReadmeServer(directory.path, tarballs),
    creating.run("npm create --yes next-app@latest app -- --yes --use-npm --disable-git"),
  ]);
  app = freshApp(`${directory.path}/app`, tarballs);
  await app.install(readmeBlock("For a frontend team", "sh"));
  await app.install("npm install @tidings/hub @tidings/notify");

  // The created layout loads its fonts from another host when it is built; the example's has none.
  for (const file of ["layout.tsx", "api/profile/route.ts", "api/sse/route.ts"]) {
    cpSync(`${EXAMPLE}app/${file}`, `${app.path}/app/${file}`);
  }
  for (const file of ["page.tsx", "profile-news.tsx"])
    cpSync(`${EXAMPLE}app/${file}`, `${app.path}/app/profile/${file}`);
  cpSync(`${EXAMPLE}lib`, `${app.path}/lib`, { recursive: true });
  app.write("app/page.tsx", readmePage(server.port));
  app.write("app/receipt/page.tsx", SERVER_COMPONENT);
  await app.run("npm run build");

  const port = await freePort();
  const next: ServiceProcess = await app.start(
    `node_modules/.bin/next start --hostname 127.0.0.1 --port ${port}`,
    port,
  );
  url = `http://localhost:${port}`;
  return async () => {
    await next.kill("SIGKILL");
    await server.stop();
    directory[Symbol.dispose]();
  };
}, STRANGERS_MS);

/** Nothing here says `"use client"`. */
const SERVER_COMPONENT = `
import { sampleOrders } from "@tidings/contracts/orders";
import { TidingsProvider } from "@tidings/react-sse";
import { createOrderFormat, OrderCard, OrderStatusBadge } from "@tidings/react-sse/components";
import { StreamInspector } from "@tidings/react-sse/devtools";
import { EventToaster } from "@tidings/react-sse/sonner";

const format = createOrderFormat({ locale: "en", timeZone: "UTC" });

export default function Receipt() {
  return (
    <TidingsProvider>
      <OrderStatusBadge status="Delivered" />
      <p>Total {format.amount(460)}, {typeof StreamInspector}</p>
      <OrderCard order={sampleOrders[0]} />
      <EventToaster />
    </TidingsProvider>
  );
}
`;

it("the README's page is live, with toasts, in an app of create-next-app", async ({ browser }) => {
  const { page, said } = await look(browser, url);
  await page.getByText("Live", { exact: true }).waitFor();
  const toast = page.locator("[data-sonner-toast]").filter({ hasText: /^ORD-K4M9T1 — (Preparing|Out for Delivery)$/ });
  await toast.first().waitFor();
  expect(said).toEqual([]);
  await page.close();
});

it("the Next.js example streams and publishes in an app of create-next-app, as it is", async ({ browser }) => {
  const { page, said } = await look(browser, `${url}/profile`);
  await page.getByText("Live", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Save my profile" }).click();
  await page.getByRole("listitem").getByText("Profile updated successfully").waitFor();
  expect(said).toEqual([]);
  await page.close();
});

it("C33: a server component renders components of every entry, and calls a format", async ({ browser }) => {
  const answer = await fetch(`${url}/receipt`);
  expect(await answer.text()).toContain("Total <!-- -->460.00");
  const { page, said } = await look(browser, `${url}/receipt`);
  await page.getByText("Delivered").first().waitFor();
  await page.getByText("ORD-A7X3B2").first().waitFor();
  expect(said).toEqual([]);
  await page.close();
});

it('C33: "use client" is in the package, in every module that renders or hooks', () => {
  const dist = `${app.path}/node_modules/@tidings/react-sse/dist/`;
  const unmarked = readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .map((file) => ({ file, text: readFileSync(dist + file, "utf8") }))
    .filter(({ text }) => /from "react(\/jsx-runtime)?"/.test(text) && !text.startsWith('"use client";\n'));
  expect(unmarked.map(({ file }) => file)).toEqual([]);
});
