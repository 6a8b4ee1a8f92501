import { ordersStream } from "@tidings/contracts/orders";
import { type Client, type ClientOptions, createClient } from "../client.ts";
import type { EventStream } from "../streams/event-stream.ts";
import { shareTabs } from "../tabs/share-tabs.ts";
import { createFakeHost, type FakeHost, settle } from "./fake-host.ts";
import { createFakeServer, type FakeServer } from "./fake-server.ts";
import { createFakeBrowser, type FakeBrowser, type FakeTab } from "./fake-tabs.ts";
import { greeting, orderUpdate } from "./sample-events.ts";

/** A tab with a client that shares. */
export interface SharingTab {
  readonly tab: FakeTab;
  readonly client: Client;
  /** The tab's own clock and page. */
  readonly host: FakeHost;
  crash(): void;
}

/** One that listens to the orders. */
export interface ListeningTab extends SharingTab {
  /** Everything its orders stream told, as `name id` or the greeting's outcome. */
  readonly log: string[];
  readonly stream: EventStream<typeof ordersStream>;
}

interface SharingOptions extends Pick<ClientOptions, "share" | "strict"> {
  /** Who is signed in; `ada` unless told. */
  readonly key?: string;
}

/** A browser whose tabs share their connections to one server. */
export interface TabsRig {
  readonly browser: FakeBrowser;
  readonly server: FakeServer;
  openTab(options?: SharingOptions): SharingTab;
  /** Opens a tab that listens to the orders from a position on, or from now. */
  open(from?: string, options?: SharingOptions): ListeningTab;
}

/** Each tab has a host of its own, so that the one's time and page are not the other's. */
export function setUpTabs(): TabsRig {
  const browser = createFakeBrowser();
  const server = createFakeServer();

  function openTab({ key = "ada", ...options }: SharingOptions = {}): SharingTab {
    const tab = browser.openTab();
    const crash = new AbortController();
    const host = createFakeHost((url, init) =>
      server.fetch(url, { ...init, signal: AbortSignal.any([init.signal ?? crash.signal, crash.signal]) }),
    );
    const share = shareTabs({ key, platform: tab });
    const client = createClient({ share, ...options, backoff: { jitter: "none" }, host });
    return {
      tab,
      client,
      host,
      crash() {
        tab.crash();
        crash.abort();
      },
    };
  }

  return {
    browser,
    server,
    openTab,
    open(from, options) {
      const sharing = openTab(options);
      const stream = sharing.client.open(ordersStream, from === undefined ? {} : { from });
      const log: string[] = [];
      stream.onAny((event) => {
        log.push(event.event === "connected" ? event.data.resume : event.id);
      });
      return { ...sharing, log, stream };
    },
  };
}

/** Tabs that were opened one after the other and heard one event. */
export async function openTabs(count: number) {
  const rig = setUpTabs();
  const tabs = [rig.open()];
  await settle();
  await rig.server.last.accept();
  await rig.server.last.send(greeting({ position: "e:0" }));
  while (tabs.length < count) {
    tabs.push(rig.open());
    await settle();
  }
  await rig.server.last.send(orderUpdate(1));
  const [first, second, third] = tabs;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three tabs at least");
  return { ...rig, tabs, first, second, third };
}
