import { ordersStream } from "@tidings/contracts/orders";
import { type Client, type ClientOptions, createClient } from "../client.ts";
import type { EventStream } from "../event-stream.ts";
import { createFakeHost, type FakeHost } from "./fake-host.ts";
import { createFakeServer, type FakeServer } from "./fake-server.ts";
import { createFakeBrowser, type FakeBrowser, type FakeTab } from "./fake-tabs.ts";

/** A tab with a client that shares. */
export interface SharingTab {
  readonly tab: FakeTab;
  readonly client: Client;
  /** The tab's own clock and page. */
  readonly host: FakeHost;
  /** Everything its orders stream told, as `name id` or the greeting's outcome. */
  readonly log: string[];
  readonly stream: EventStream<typeof ordersStream>;
  crash(): void;
}

/** A browser whose tabs share their connections to one server. */
export interface TabsRig {
  readonly browser: FakeBrowser;
  readonly server: FakeServer;
  /** Opens a tab that listens to the orders from a position on, or from now. */
  open(from?: string, options?: Omit<ClientOptions, "host">, tabs?: { readonly tabs: undefined }): SharingTab;
}

/** Each tab has a host of its own, so that the one's time and page are not the other's. */
export function setUpTabs(): TabsRig {
  const browser = createFakeBrowser();
  const server = createFakeServer();
  return {
    browser,
    server,
    open(from, options = {}, tabs) {
      const tab = browser.openTab();
      let crashed = false;
      const requests = new Set<AbortController>();
      const host = createFakeHost((url, init) => {
        if (crashed) return new Promise(() => {});
        const abort = new AbortController();
        requests.add(abort);
        init.signal?.addEventListener("abort", () => abort.abort());
        return server.fetch(url, { ...init, signal: abort.signal });
      }, tabs ?? { tabs: tab });
      const client = createClient({ share: { key: "ada" }, ...options, backoff: { jitter: "none" }, host });
      const stream = client.open(ordersStream, from === undefined ? {} : { from });
      const log: string[] = [];
      stream.onAny((event) => {
        if (crashed) return;
        log.push(event.event === "connected" ? event.data.resume : event.id);
      });
      return {
        tab,
        client,
        host,
        log,
        stream,
        crash() {
          crashed = true;
          tab.crash();
          for (const request of requests) request.abort();
        },
      };
    },
  };
}
