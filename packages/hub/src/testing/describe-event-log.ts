import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog, LogEvent, NewEvent, Retention } from "../event-log.ts";

/** Makes a fresh, empty log; called anew for each test. Undefined retention means the adapter's default. */
export type MakeLog = (retention?: Retention) => Promise<EventLog> | EventLog;

const note = (topic: string, data: string, more: Partial<NewEvent> = {}): NewEvent => ({
  topic,
  event: "note",
  data: JSON.stringify(data),
  ...more,
});

const dataOf = (events: readonly LogEvent[]): unknown[] => events.map(({ data }) => JSON.parse(data));

/**
 * The contract suite of the {@link EventLog} port: what every adapter has to keep.
 *
 * @example describeEventLog("memory", (retention) => createMemoryLog(retention ? { retention } : {}));
 */
export function describeEventLog(name: string, makeLog: MakeLog): void {
  describe(`event log: ${name}`, () => {
    let log: EventLog;

    beforeEach(async () => {
      log = await makeLog();
    });

    afterEach(async () => {
      await log.close();
    });

    it("D2: positions grow and share one epoch", async () => {
      const start = await log.head();
      const [first, second] = await log.append([note("a", "one"), note("b", "two")]);
      expect(first?.epoch).toBe(start.epoch);
      expect(first?.sequence).toBeGreaterThan(start.sequence);
      expect(second?.sequence).toBeGreaterThan(first?.sequence ?? 0);
      expect(await log.head()).toEqual(second);
    });

    it("D4: reads what came after a position, of the topics asked for, in order", async () => {
      const start = await log.head();
      await log.append([note("a", "1"), note("b", "2"), note("c", "3"), note("a", "4")]);
      const page = await log.read({ topics: ["a", "b"], after: start, limit: 10 });
      expect(dataOf(page.events)).toEqual(["1", "2", "4"]);
      expect(page).toMatchObject({ gap: false, more: false });
      const after = page.events[0]?.position ?? start;
      expect(dataOf((await log.read({ topics: ["a", "b"], after, limit: 10 })).events)).toEqual(["2", "4"]);
    });

    it("D4: gives everything to a reader that pages, whatever the page's size", async () => {
      const start = await log.head();
      await log.append(Array.from({ length: 25 }, (_, index) => note(index % 3 === 0 ? "b" : "a", String(index))));
      const read: unknown[] = [];
      let after = start;
      for (let more = true; more; ) {
        const page = await log.read({ topics: ["a", "b"], after, limit: 4 });
        expect(page.events.length).toBeLessThanOrEqual(4);
        read.push(...dataOf(page.events));
        after = page.events.at(-1)?.position ?? after;
        more = page.more;
      }
      expect(read).toEqual(Array.from({ length: 25 }, (_, index) => String(index)));
    });

    it("D4: a page of large events ends early, and gives a reader that pages everything all the same", async () => {
      const start = await log.head();
      const large = "x".repeat(100);
      await log.append([note("a", `1${large}`), note("a", `2${large}`), note("a", `3${large}`)]);
      const first = await log.read({ topics: ["a"], after: start, limit: 10, maxLength: 0 });
      expect(first.events.map(({ data }) => data[1])).toEqual(["1"]);
      expect(first.more).toBe(true);
      const after = first.events[0]?.position ?? start;
      const rest = await log.read({ topics: ["a"], after, limit: 10, maxLength: 1_000 });
      expect(rest.events.map(({ data }) => data[1])).toEqual(["2", "3"]);
      expect(rest.more).toBe(false);
    });

    it("D4: at its head there is nothing to read and no gap", async () => {
      await log.append([note("a", "1")]);
      const page = await log.read({ topics: ["a"], after: await log.head(), limit: 10 });
      expect(page).toEqual({ gap: false, events: [], more: false });
    });

    it("D4: a position of another epoch or ahead of the log is a gap", async () => {
      const head = await log.head();
      const foreign = { epoch: "elsewhere", sequence: 0 };
      expect((await log.read({ topics: ["a"], after: foreign, limit: 10 })).gap).toBe(true);
      const future = { epoch: head.epoch, sequence: head.sequence + 1 };
      expect((await log.read({ topics: ["a"], after: future, limit: 10 })).gap).toBe(true);
    });

    it("D4: what the retention let go is a gap, for the topics that lost something only", async () => {
      await log.close();
      log = await makeLog({ count: 2 });
      const start = await log.head();
      await log.append([note("quiet", "0")]);
      const afterQuiet = await log.head();
      await log.append([note("busy", "1"), note("busy", "2"), note("busy", "3"), note("busy", "4")]);
      expect((await log.read({ topics: ["busy"], after: afterQuiet, limit: 10 })).gap).toBe(true);
      expect((await log.read({ topics: ["quiet"], after: start, limit: 10 })).gap).toBe(true);
      expect(await log.read({ topics: ["quiet"], after: afterQuiet, limit: 10 })).toMatchObject({ gap: false });
      expect(await log.read({ topics: ["never used"], after: start, limit: 10 })).toMatchObject({ gap: false });
    });

    it("D7: the same key is stored once, delivered once, and answers the same position", async () => {
      const heard: unknown[] = [];
      await log.subscribe("a", ({ data }) => heard.push(JSON.parse(data)));
      const start = await log.head();
      const [first] = await log.append([note("a", "once", { key: "change:1" })]);
      const [again, other] = await log.append([note("a", "twice", { key: "change:1" }), note("a", "next")]);
      expect(again).toEqual(first);
      expect(other).not.toEqual(first);
      expect(dataOf((await log.read({ topics: ["a"], after: start, limit: 10 })).events)).toEqual(["once", "next"]);
      expect(heard).toEqual(["once", "next"]);
    });

    it("D7: a key is remembered after its event was trimmed", async () => {
      await log.close();
      log = await makeLog({ count: 1 });
      const [first] = await log.append([note("a", "1", { key: "k" })]);
      await log.append([note("a", "2"), note("a", "3")]);
      expect(await log.append([note("a", "1 again", { key: "k" })])).toEqual([first]);
    });

    it("hands each event to the subscribers of its topic, stored or not, in order", async () => {
      const heard: string[] = [];
      await log.subscribe("a", (event) => heard.push(`a ${event.data} ${event.position !== undefined}`));
      await log.subscribe("b", (event) => heard.push(`b ${event.data} ${event.position !== undefined}`));
      await log.append([note("a", "1"), note("b", "2"), note("c", "3")]);
      await log.broadcast([note("b", "4"), note("a", "5")]);
      expect(heard).toEqual(['a "1" true', 'b "2" true', 'b "4" false', 'a "5" false']);
      expect(
        (await log.read({ topics: ["a"], after: { ...(await log.head()), sequence: 0 }, limit: 9 })).events,
      ).toHaveLength(1);
    });

    it("unsubscribing stops one listener, and twice is harmless", async () => {
      const heard: string[] = [];
      const stop = await log.subscribe("a", () => heard.push("first"));
      await log.subscribe("a", () => heard.push("second"));
      await log.append([note("a", "1")]);
      stop();
      stop();
      await log.append([note("a", "2")]);
      expect(heard).toEqual(["first", "second", "second"]);
    });

    it("keeps what it was given: Unicode, empty text, coalesce key and expiry", async () => {
      const start = await log.head();
      const data = JSON.stringify("line\nbreak 🎉 \u2028");
      await log.append([{ topic: "a", event: "note", data, coalesceKey: "k", expiresAt: 4_102_444_800_000 }]);
      const page = await log.read({ topics: ["a"], after: start, limit: 1 });
      expect(page.events[0]).toMatchObject({ data, coalesceKey: "k", expiresAt: 4_102_444_800_000 });
    });

    it.each(["\r", "\n", "\0"])(
      "W2: refuses an event's name with %j, stores nothing and delivers nothing",
      async (forbidden) => {
        const heard: string[] = [];
        await log.subscribe("a", ({ event }) => heard.push(event));
        const start = await log.head();
        const forged = note("a", "2", { event: `note${forbidden}data: forged` });
        await expect(log.append([note("a", "1"), forged])).rejects.toMatchObject({ code: "invalid_event" });
        await expect(log.broadcast([note("a", "1"), forged])).rejects.toMatchObject({ code: "invalid_event" });
        expect(await log.head()).toEqual(start);
        expect(heard).toEqual([]);
      },
    );

    it("an append of nothing changes nothing", async () => {
      const start = await log.head();
      expect(await log.append([])).toEqual([]);
      expect(await log.head()).toEqual(start);
    });

    it("rejects every call once closed", async () => {
      await log.close();
      await expect(log.append([note("a", "1")])).rejects.toMatchObject({ code: "closed" });
      await expect(log.head()).rejects.toMatchObject({ code: "closed" });
    });
  });
}
