import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventLog, LogEvent, NewEvent } from "../log/event-log.ts";
import type { Retention } from "../log/retention.ts";

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
 * The contract suite of the {@link EventLog} port: what every adapter has to keep. What a second instance does is in
 * `describeLogInstances`.
 *
 * @example describeEventLog("memory", (retention) => createMemoryLog({ retention }));
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

    it("D2.1: positions grow and share one epoch", async () => {
      const start = await log.head();
      const [first, second] = await log.append([note("a", "one"), note("b", "two")]);
      expect(first?.epoch).toBe(start.epoch);
      expect(first?.sequence).toBeGreaterThan(start.sequence);
      expect(second?.sequence).toBeGreaterThan(first?.sequence ?? 0);
      expect(await log.head()).toEqual(second);
    });

    it("D4.5: reads what came after a position, of the topics asked for, in order", async () => {
      const start = await log.head();
      await log.append([note("a", "1"), note("b", "2"), note("c", "3"), note("a", "4")]);
      const page = await log.read({ topics: ["a", "b"], after: start, limit: 10 });
      expect(dataOf(page.events)).toEqual(["1", "2", "4"]);
      expect(page).toMatchObject({ gap: false, more: false });
      const after = page.events[0]?.position ?? start;
      expect(dataOf((await log.read({ topics: ["a", "b"], after, limit: 10 })).events)).toEqual(["2", "4"]);
    });

    it("D4.2: gives everything to a reader that pages, whatever the page's size", async () => {
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

    it("D4.2: a page of large events ends early, and gives a reader that pages everything all the same", async () => {
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

    it("D4.3: at its head there is nothing to read and no gap", async () => {
      await log.append([note("a", "1")]);
      const page = await log.read({ topics: ["a"], after: await log.head(), limit: 10 });
      expect(page).toEqual({ gap: false, events: [], more: false });
    });

    it("D4.3: a position of another epoch or ahead of the log is a gap", async () => {
      const head = await log.head();
      const foreign = { epoch: "elsewhere", sequence: 0 };
      expect((await log.read({ topics: ["a"], after: foreign, limit: 10 })).gap).toBe(true);
      const future = { epoch: head.epoch, sequence: head.sequence + 1 };
      expect((await log.read({ topics: ["a"], after: future, limit: 10 })).gap).toBe(true);
    });

    it("D4.3: what the retention let go is a gap, for the topics that lost something only", async () => {
      await log.close();
      log = await makeLog({ count: 2 });
      const start = await log.head();
      await log.append([note("quiet", "0")]);
      const afterQuiet = await log.head();
      await log.append([note("busy", "1"), note("busy", "2"), note("busy", "3"), note("busy", "4")]);
      expect((await log.read({ topics: ["busy"], after: afterQuiet, limit: 10 })).gap).toBe(true);
      expect((await log.read({ topics: ["quiet"], after: start, limit: 10 })).gap).toBe(true);
      expect((await log.read({ topics: ["quiet", "busy"], after: afterQuiet, limit: 10 })).gap).toBe(true);
      expect(await log.read({ topics: ["quiet"], after: afterQuiet, limit: 10 })).toMatchObject({ gap: false });
      expect(await log.read({ topics: ["never used"], after: start, limit: 10 })).toMatchObject({ gap: false });
    });

    it("D19.1: a busy topic lets go of its own events, and of nobody else's", async () => {
      await log.close();
      log = await makeLog({ count: 50, perTopic: { count: 3 } });
      const start = await log.head();
      await log.append([note("quiet", "0")]);
      for (let index = 1; index <= 200; index += 1) await log.append([note("busy", String(index))]);
      const quiet = await log.read({ topics: ["quiet"], after: start, limit: 10 });
      expect({ gap: quiet.gap, data: dataOf(quiet.events) }).toEqual({ gap: false, data: ["0"] });
      expect((await log.read({ topics: ["busy"], after: start, limit: 10 })).gap).toBe(true);
      const head = await log.head();
      const third = { ...head, sequence: head.sequence - 3 };
      const busy = await log.read({ topics: ["busy"], after: third, limit: 10 });
      expect({ gap: busy.gap, data: dataOf(busy.events) }).toEqual({ gap: false, data: ["198", "199", "200"] });
      const fourth = { ...head, sequence: head.sequence - 4 };
      expect((await log.read({ topics: ["busy"], after: fourth, limit: 10 })).gap).toBe(true);
    });

    it("D19.1: events trimmed for their topic do not count among those that the log keeps", async () => {
      await log.close();
      log = await makeLog({ count: 5, perTopic: { count: 1 } });
      const start = await log.head();
      await log.append(["a", "b", "c"].map((topic) => note(topic, topic)));
      for (let index = 1; index <= 50; index += 1) await log.append([note("busy", String(index))]);
      const { gap, events } = await log.read({ topics: ["a", "b", "c"], after: start, limit: 10 });
      expect({ gap, data: dataOf(events) }).toEqual({ gap: false, data: ["a", "b", "c"] });
    });

    it("D4.5: a topic asked for twice is read once, and one of many gives what it has", async () => {
      const start = await log.head();
      await log.append([note("a", "1"), note("b", "2")]);
      const many = Array.from({ length: 2000 }, (_, index) => `unused ${index}`);
      const page = await log.read({ topics: ["b", ...many, "a", "b"], after: start, limit: 10 });
      expect({ ...page, events: dataOf(page.events) }).toEqual({ gap: false, events: ["1", "2"], more: false });
      expect(await log.read({ topics: [], after: start, limit: 10 })).toEqual({ gap: false, events: [], more: false });
    });

    it.each([
      [{ count: -1 }, "retention.count"],
      [{ count: Number.NaN }, "retention.count"],
      [{ count: 1.5 }, "retention.count"],
      [{ ageMs: -1 }, "retention.ageMs"],
      [{ ageMs: Number.NaN }, "retention.ageMs"],
      [{ perTopic: { count: Number.NEGATIVE_INFINITY } }, "retention.perTopic.count"],
    ])("D21.1: refuses the retention %j and says which value", async (retention, name) => {
      const refused = await Promise.resolve()
        .then(() => makeLog(retention))
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "invalid_options", message: expect.stringContaining(name) });
    });

    it("D21.2: takes an explicit undefined for the default", async () => {
      await log.close();
      log = await makeLog({ count: undefined, ageMs: undefined, perTopic: undefined });
      const start = await log.head();
      await log.append([note("a", "1")]);
      expect((await log.read({ topics: ["a"], after: start, limit: 10 })).events).toHaveLength(1);
    });

    it("D1.4, D8.3: appends of one turn keep the order of their calls, and each answers its own positions", async () => {
      const heard: unknown[] = [];
      await log.subscribe("a", ({ data }) => heard.push(JSON.parse(data)));
      const start = await log.head();
      const answers = await Promise.all(
        Array.from({ length: 1000 }, (_, index) => log.append([note("a", String(index)), note("b", String(index))])),
      );
      const sequences = answers.flat().map(({ sequence }) => sequence);
      expect(sequences).toEqual([...sequences].sort((x, y) => x - y));
      expect(new Set(sequences).size).toBe(2000);
      const all = Array.from({ length: 1000 }, (_, index) => String(index));
      expect(heard).toEqual(all);
      expect(dataOf((await log.read({ topics: ["a"], after: start, limit: 1000 })).events)).toEqual(all);
    });

    it("D7.1: a key repeated within one turn is stored once", async () => {
      const [first, again] = await Promise.all([
        log.append([note("a", "1", { key: "k" })]),
        log.append([note("a", "1", { key: "k" }), note("a", "2")]),
      ]);
      expect(again?.[0]).toEqual(first?.[0]);
      expect(again?.[1]).toEqual(await log.head());
    });

    it("D4.3: of several topics one that lost something is a gap for all, whichever it is", async () => {
      await log.close();
      log = await makeLog({ count: 2 });
      await log.append([note("quiet", "0")]);
      const afterQuiet = await log.head();
      await log.append([note("busy", "1"), note("busy", "2"), note("busy", "3"), note("busy", "4")]);
      for (const topics of [
        ["quiet", "busy"],
        ["busy", "quiet"],
        ["never used", "busy"],
      ]) {
        expect(await log.read({ topics, after: afterQuiet, limit: 10 })).toMatchObject({ gap: true });
      }
      const safe = await log.read({ topics: ["quiet", "never used"], after: afterQuiet, limit: 10 });
      expect(safe).toMatchObject({ gap: false });
    });

    it("D23.1: keeps whom an event leaves out, for who listens and for who reads", async () => {
      const heard: unknown[] = [];
      await log.subscribe("a", ({ exceptConnection }) => heard.push(exceptConnection));
      const start = await log.head();
      await log.append([note("a", "1", { exceptConnection: "c-1" }), note("a", "2")]);
      await log.broadcast([note("a", "3", { exceptConnection: "c-1" })]);
      expect(heard).toEqual(["c-1", undefined, "c-1"]);
      const { events } = await log.read({ topics: ["a"], after: start, limit: 10 });
      expect(events.map(({ exceptConnection }) => exceptConnection)).toEqual(["c-1", undefined]);
    });

    it("D7.1: the same key is stored once, delivered once, and answers the same position", async () => {
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

    it("D7.2: a key is remembered after its event was trimmed", async () => {
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

    it("unsubscribing twice leaves the listener that came after alone", async () => {
      const heard: string[] = [];
      const stop = await log.subscribe("a", () => heard.push("first"));
      stop();
      await log.subscribe("a", () => heard.push("second"));
      stop();
      await log.append([note("a", "1")]);
      expect(heard).toEqual(["second"]);
    });

    it("C14.1: a listener that throws is told to the host, starves nobody and fails no append", async () => {
      const uncaught = vi.fn();
      vi.stubGlobal("reportError", uncaught);
      const bug = new Error("a bug of the listener");
      await log.subscribe("a", () => {
        throw bug;
      });
      const heard: unknown[] = [];
      await log.subscribe("a", ({ data }) => heard.push(JSON.parse(data)));
      const start = await log.head();
      const [position] = await log.append([note("a", "1")]);
      expect(position?.sequence).toBeGreaterThan(start.sequence);
      await log.broadcast([note("a", "2")]);
      expect(heard).toEqual(["1", "2"]);
      expect(uncaught.mock.calls).toEqual([[bug], [bug]]);
      vi.unstubAllGlobals();
    });

    it.each([Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN, 1.5, -1e300])(
      "D9.4: an expiry of %d is kept as near as can be, and stops nobody",
      async (expiresAt) => {
        const start = await log.head();
        await log.append([note("a", "1", { expiresAt })]);
        const { events } = await log.read({ topics: ["a"], after: start, limit: 1 });
        expect(dataOf(events)).toEqual(["1"]);
        const isOver = (events[0]?.expiresAt ?? Number.POSITIVE_INFINITY) <= Date.now();
        expect(isOver).toBe(expiresAt <= Date.now());
      },
    );

    it("unsubscribing once more does not end the subscription of a successor", async () => {
      const heard: string[] = [];
      const stop = await log.subscribe("a", () => heard.push("first"));
      stop();
      await log.subscribe("a", () => heard.push("successor"));
      stop();
      await log.append([note("a", "1")]);
      expect(heard).toEqual(["successor"]);
    });

    it("keeps what it was given: Unicode, empty text, coalesce key and expiry", async () => {
      const start = await log.head();
      const data = JSON.stringify("line\nbreak 🎉 \u2028");
      await log.append([{ topic: "a", event: "note", data, coalesceKey: "k", expiresAt: 4_102_444_800_000 }]);
      const page = await log.read({ topics: ["a"], after: start, limit: 1 });
      expect(page.events[0]).toMatchObject({ data, coalesceKey: "k", expiresAt: 4_102_444_800_000 });
    });

    it.each(["\r", "\n", "\0"])(
      "W2.2: refuses an event's name with %j, stores nothing and delivers nothing",
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
      await log.close();
    });

    it("stores what was appended before it was closed in the same turn", async () => {
      const appended = log.append([note("a", "1")]);
      await log.close();
      expect(await appended).toHaveLength(1);
    });
  });
}
