import { startServer } from "@tidings/services";
import { expect } from "vitest";
import { ordersPage } from "./pages/orders-page.ts";
import { setStatus } from "./testing/api.ts";
import { it } from "./testing/browser-test.ts";
import { received } from "./testing/seeds.ts";
import { visit } from "./testing/visitor.ts";

/** What browsers take from a page whose cookies are blocked, that sits in a sandboxed frame, or that has no TLS. */
const closed: Readonly<Record<string, string>> = {
  "channels that throw": `globalThis.BroadcastChannel = class { constructor() { throw new DOMException("no", "SecurityError"); } };`,
  "no channels": `delete globalThis.BroadcastChannel;`,
  "locks that throw": `Object.defineProperty(Navigator.prototype, "locks", { get() { throw new DOMException("no", "SecurityError"); } });`,
  "locks that are refused": `LockManager.prototype.request = () => Promise.reject(new DOMException("no", "SecurityError"));`,
  "storage that throws": `for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(globalThis, name, { get() { throw new DOMException("no", "SecurityError"); } });`,
  "no randomUUID": `delete Crypto.prototype.randomUUID;`,
};

it.for(Object.entries(closed))(
  "C19.3: with %s the page is live, and its streams are its own",
  async ([, script], { browser }) => {
    await using server = await startServer();
    await using ada = await visit(browser, server, { as: "ada" });
    const errors: string[] = [];
    const [page] = await ada.open("/", async (opened) => {
      opened.on("pageerror", (error) => errors.push(String(error)));
      await opened.addInitScript(script);
    });
    const orders = ordersPage(page);
    await orders.isLive();
    await setStatus(server, received, "Preparing");
    await orders.shows(received.order_code, "Preparing");
    expect(errors).toEqual([]);
  },
);
