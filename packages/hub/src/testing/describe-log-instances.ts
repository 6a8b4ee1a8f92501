import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventLog, NewEvent } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";

/**
 * What a second log on the same store is. `shared`: both are the same log, on two nodes perhaps. `exclusive`: it is
 * refused while the first is open. `separate`: there is no store, each is a log of its own.
 */
export type LogSharing = "shared" | "exclusive" | "separate";

/** Mends what was cut. */
type Cut = () => Promise<void> | void;

/** A store that logs can be opened on. */
export interface LogPlace {
  open(): Promise<EventLog> | EventLog;
  /**
   * Cuts what an instance hears of the others by, as a network does; returns a function that mends it. Leave it out where
   * nothing can be cut.
   */
  cut?(log: EventLog): Cut | Promise<Cut>;
  remove(): Promise<void> | void;
}

/** How long an instance may take to hear another one, on a busy machine. */
const WITHIN = { timeout: 60_000, interval: 5 };

const note = (data: string, key?: string): NewEvent => ({ topic: "a", event: "note", data, key });

/**
 * The suite of what two instances of an event log do to each other: every adapter says what a second instance is, and
 * proves it. An adapter whose second instance neither hears the first nor is refused loses events in silence.
 *
 * @param makePlace Makes a fresh store; called anew for each test.
 * @example describeLogInstances("sqlite, by file", "exclusive", () => placeInFile());
 */
export function describeLogInstances(
  name: string,
  sharing: LogSharing,
  makePlace: () => Promise<LogPlace> | LogPlace,
): void {
  describe(`two instances: ${name} (${sharing})`, () => {
    let place: LogPlace;
    let first: EventLog;
    /** Open beside the first where that is allowed. */
    let second: EventLog | undefined;
    /** Where the log stood before the test. */
    let start: Position;

    beforeEach(async () => {
      place = await makePlace();
      first = await place.open();
      start = await first.head();
      second = sharing === "exclusive" ? undefined : await place.open();
    });

    afterEach(async () => {
      await second?.close();
      await first.close();
      await place.remove();
    });

    if (sharing === "exclusive") describeExclusive();
    if (sharing === "shared") describeShared();
    if (sharing === "separate") describeSeparate();

    function describeExclusive() {
      it("D2.5: a second one is refused in words, and the first goes on", async () => {
        const refused = await Promise.resolve()
          .then(() => place.open())
          .catch((error: unknown) => error);
        expect(refused).toMatchObject({ name: "HubError", code: "log_in_use" });
        const heard: string[] = [];
        await first.subscribe("a", ({ data }) => heard.push(data));
        await first.append([note("1")]);
        expect(heard).toEqual(["1"]);
      });

      it("D2.2, D2.5: once the first is closed the next one goes on where it was", async () => {
        const [position] = await first.append([note("1", "k")]);
        await first.close();
        first = await place.open();
        const page = await first.read({ topics: ["a"], after: start, limit: 10 });
        expect({ gap: page.gap, data: page.events.map(({ data }) => data) }).toEqual({ gap: false, data: ["1"] });
        expect(page.events[0]?.position).toEqual(position);
        expect(await first.head()).toEqual(position);
        expect(await first.append([note("again", "k")])).toEqual([position]);
      });
    }

    function other(): EventLog {
      if (second === undefined) throw new Error("there is no second instance");
      return second;
    }

    function describeShared() {
      it("D1.4: each hears what the other stores and broadcasts, in one order", async () => {
        const heard: string[][] = [[], []];
        for (const [index, log] of [first, other()].entries()) {
          await log.subscribe("a", ({ data }) => heard[index]?.push(data));
        }
        const calls = Array.from({ length: 50 }, (_, index) =>
          (index % 2 === 0 ? first : other()).append([note(String(index))]),
        );
        const positions = (await Promise.all(calls)).flat();
        await first.broadcast([note("from the first")]);
        await other().broadcast([note("from the second")]);
        // What an instance publishes it has heard when the call resolves; the other hears it a little later.
        await vi.waitFor(() => expect(heard.map(({ length }) => length)).toEqual([52, 52]), WITHIN);
        expect(heard[1]).toEqual(heard[0]);
        expect(new Set(positions.map(({ sequence }) => sequence)).size).toBe(50);
      });

      it("D4.2: a reader that goes from one to the other misses nothing", async () => {
        await first.append([note("1")]);
        await other().append([note("2")]);
        await first.append([note("3")]);
        for (const log of [first, other()]) {
          const { gap, events } = await log.read({ topics: ["a"], after: start, limit: 10 });
          expect({ gap, data: events.map(({ data }) => data) }).toEqual({ gap: false, data: ["1", "2", "3"] });
        }
        expect(await first.head()).toEqual(await other().head());
      });

      it("D7.1: a key that both append is stored once", async () => {
        const [one, two] = await Promise.all([first.append([note("1", "k")]), other().append([note("1", "k")])]);
        expect(one).toEqual(two);
      });

      it("D1.4, D1.5: appends at once from both stay together and in order, and one that fails takes nothing along", async () => {
        const heard: string[][] = [[], []];
        for (const [index, log] of [first, other()].entries()) {
          await log.subscribe("a", ({ data }) => heard[index]?.push(data));
        }
        const outcomes = await Promise.allSettled(
          Array.from({ length: 20 }, (_, index) => {
            const log = index % 2 === 0 ? first : other();
            const bad = { ...note(`bad ${index}`), event: "a\nb" };
            return log.append(
              index % 5 === 0 ? [note(`lost ${index}`), bad] : [note(`${index} one`), note(`${index} two`)],
            );
          }),
        );
        const failed = outcomes.flatMap(({ status }, index) => (status === "rejected" ? [index] : []));
        expect(failed).toEqual([0, 5, 10, 15]);
        const { events } = await first.read({ topics: ["a"], after: start, limit: 100 });
        const stored = events.map(({ data }) => data);
        expect(stored).toHaveLength(32);
        expect(stored.filter((data) => data.startsWith("lost") || data.startsWith("bad"))).toEqual([]);
        for (const [at, data] of stored.entries()) {
          if (data.endsWith("one")) expect(stored[at + 1]).toBe(data.replace("one", "two"));
        }
        await vi.waitFor(() => expect(heard).toEqual([stored, stored]), WITHIN);
      });

      it("D27.1: one that can be cut off delivers what it missed, or says so before it delivers anything newer", async () => {
        // Two instances of one process, for example.
        if (place.cut === undefined) return expect(other().onMissed).toBeUndefined();
        const heard: string[] = [];
        await other().subscribe("a", ({ data }) => heard.push(data));
        other().onMissed?.(() => heard.push("missed"));
        await first.append([note("1")]);
        await vi.waitFor(() => expect(heard).toEqual(["1"]), WITHIN);
        const mend = await place.cut(other());
        await first.append([note("2")]);
        expect(heard).toEqual(["1"]);
        await mend();
        await first.append([note("3")]);
        await vi.waitFor(() => expect(heard).toContain("3"), WITHIN);
        expect([
          ["1", "2", "3"],
          ["1", "missed", "3"],
          ["1", "missed", "2", "3"],
        ]).toContainEqual(heard);
        const { gap, events } = await other().read({ topics: ["a"], after: start, limit: 10 });
        expect({ gap, data: events.map(({ data }) => data) }).toEqual({ gap: false, data: ["1", "2", "3"] });
      });

      it("one that is closed leaves the other alone, and takes only its own listeners along", async () => {
        const heard: string[] = [];
        await first.subscribe("a", () => heard.push("first"));
        await other().subscribe("a", () => heard.push("second"));
        await first.close();
        await other().append([note("1")]);
        expect(heard).toEqual(["second"]);
      });
    }

    function describeSeparate() {
      it("D4.3: a position of one is a gap in the other", async () => {
        await first.append([note("1")]);
        await other().append([note("2")]);
        const after = { ...(await first.head()), sequence: 0 };
        expect((await other().read({ topics: ["a"], after, limit: 10 })).gap).toBe(true);
      });
    }
  });
}
