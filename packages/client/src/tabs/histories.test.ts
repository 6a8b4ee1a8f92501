import { ordersStream } from "@tidings/contracts/orders";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createOrdersQuery, type OrdersQuery } from "../orders/orders-query.ts";
import { settle } from "../testing/fake-host.ts";
import { createLogOfOrders, type LogOfOrders } from "../testing/log-of-orders.ts";
import { type SharingTab, setUpTabs, type TabsRig } from "../testing/open-tabs.ts";
import { nothing } from "../testing/set-up.ts";

/** What happens to a browser's tabs, its network and the server, one step at a time. */
type Step =
  | { readonly do: "open"; readonly lag: number }
  | { readonly do: "befall"; readonly what: Fate; readonly tab: number; readonly locksFirst: boolean }
  | { readonly do: "publish" | "deliver"; readonly count: number }
  | { readonly do: "drop" | "trim" }
  | { readonly do: "sleep"; readonly seconds: number };

type Fate = "close" | "crash" | "freeze" | "restore" | "hang" | "wake";

const count = fc.integer({ min: 1, max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("open" as const), lag: fc.integer({ min: 0, max: 2 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("befall" as const),
      what: fc.constantFrom<Fate[]>("close", "crash", "freeze", "restore", "hang", "wake"),
      tab: fc.nat({ max: 5 }),
      locksFirst: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("publish" as const), count }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("deliver" as const), count }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("drop", "trim") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("sleep" as const), seconds: fc.integer({ min: 1, max: 100 }) }) },
);
const steps = fc.array(step, { maxLength: 40, size: "max" });

/** Tabs on one clock, to which a history happens. */
class Play<Page> {
  readonly rig: TabsRig = setUpTabs();
  readonly log: LogOfOrders = createLogOfOrders(this.rig.server);
  readonly tabs: (SharingTab & { readonly page: Page; away: "no" | "frozen" | "hung" })[] = [];
  readonly #openPage: (tab: SharingTab, lag: number) => Page;
  #elapsed = 0;

  constructor(openPage: (this: void, tab: SharingTab, position: number) => Page) {
    this.#openPage = (tab, lag) => openPage(tab, Math.max(0, this.log.head - lag));
  }

  async run(history: readonly Step[]): Promise<void> {
    for (const move of [{ do: "open", lag: 0 } as const, ...history]) {
      await this.#happen(move);
      await settle();
      await this.log.serve();
    }
    // In the end every tab wakes and the network is kind.
    for (let index = 0; index < this.tabs.length; index += 1) {
      await this.#happen({ do: "befall", what: "wake", tab: index, locksFirst: true });
      await this.#happen({ do: "befall", what: "restore", tab: index, locksFirst: true });
    }
    for (let turn = 0; turn < 4; turn += 1) {
      await this.#sleep(31);
      await this.log.serve();
      await this.log.deliver(Number.MAX_SAFE_INTEGER);
    }
  }

  /** Closes every tab; answers what they left behind. */
  async close(): Promise<unknown> {
    for (const { client } of this.tabs) client.close();
    await settle();
    const open = this.rig.server.open;
    return [this.rig.browser.pending, ...this.tabs.map(({ host }) => ({ ...host.pending, open }))];
  }

  async #happen(move: Step): Promise<void> {
    if (move.do === "befall") await this.#befall(move);
    else if (move.do === "publish") for (let done = 0; done < move.count; done += 1) this.log.publish();
    else if (move.do === "deliver") await this.log.deliver(move.count);
    else if (move.do === "drop") await this.log.drop();
    else if (move.do === "trim") this.log.trim();
    else if (move.do === "sleep") await this.#sleep(move.seconds);
    else if (move.do === "open" && this.tabs.length < 6) {
      const tab = this.rig.openTab();
      tab.host.sleep(this.#elapsed);
      this.tabs.push({ ...tab, page: this.#openPage(tab, move.lag), away: "no" });
    }
  }

  async #befall({ what, tab: index, locksFirst }: Step & { readonly do: "befall" }): Promise<void> {
    const tab = this.tabs[index];
    if (tab === undefined) return;
    if (what === "restore" && tab.away === "frozen") {
      tab.away = "no";
      await tab.host.signal("restore");
    } else if (what === "wake" && tab.away === "hung") {
      tab.away = "no";
      tab.tab.wake(locksFirst ? "locks" : "words");
    } else if (tab.away === "no") {
      if (what === "freeze") {
        tab.away = "frozen";
        await tab.host.signal("freeze");
      } else if (what === "hang") {
        tab.away = "hung";
        tab.tab.hang();
      } else if (what === "close" || what === "crash") {
        this.tabs.splice(index, 1);
        if (what === "close") tab.client.close();
        else tab.crash();
      }
    }
  }

  async #sleep(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.#elapsed += 1_000;
      for (const { host, away } of this.tabs) {
        // What hangs runs no timers.
        if (away === "no") await host.advance(1_000);
        else host.sleep(1_000);
      }
      if (second % 10 === 0) await this.log.heartbeat();
    }
  }
}

/** What a tab's listener heard: events by number, and greetings. */
type History = (number | { readonly resume: string; readonly position: number })[];

/** Whether it begins after `from`, ends at `head`, and misses only what a gap declared. */
function checkHistory(history: History, from: number, head: number): void {
  const seen = new Set<number>();
  let last = from;
  const skipKnown = () => {
    while (seen.has(last + 1)) last += 1;
  };
  for (const entry of history) {
    if (typeof entry !== "number") {
      expect(["complete", "gap"]).toContain(entry.resume);
      if (entry.resume === "gap") last = entry.position;
      continue;
    }
    skipKnown();
    expect([entry, seen.has(entry)]).toEqual([last + 1, false]);
    seen.add(entry);
    last = entry;
  }
  skipKnown();
  expect(last).toBe(head);
}

it("C19 to C23: whatever becomes of tabs, each one's history is the log's or says where it is not", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const play = new Play(({ client }, position) => {
        const heard: History = [];
        const stream = client.open(ordersStream, { from: `e:${position}` });
        stream.on("connected", ({ data }) => {
          heard.push({ resume: data.resume, position: Number(data.position.slice(2)) });
        });
        stream.on("order_status_update", ({ data }) => heard.push(data.revision));
        return { heard, stream, from: position };
      });
      await play.run(history);
      expect(play.rig.server.open).toBe(Math.min(1, play.tabs.length));
      for (const { page } of play.tabs) {
        checkHistory(page.heard, page.from, play.log.head);
        expect(page.stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live", error: undefined });
      }
      const [pending, ...left] = (await play.close()) as unknown[];
      expect(pending).toEqual({ channels: 0, locks: 0 });
      for (const one of left) expect(one).toEqual(nothing);
    }),
    { numRuns: 300 },
  );
});

it("C1.3, C20.1: whatever becomes of tabs, each one's live query ends where the server is", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const play = new Play<OrdersQuery>(({ client }) => createOrdersQuery(client));
      await play.run(history);
      for (const { page, host } of play.tabs) {
        await host.frame();
        expect(page.getSnapshot()).toMatchObject({ status: "ready", error: undefined });
        expect(page.getSnapshot().data?.orders.map(({ revision }) => revision)).toEqual([play.log.head]);
      }
    }),
    { numRuns: 150 },
  );
});
