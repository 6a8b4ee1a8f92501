import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Bus } from "../bus/bus.ts";

/** Mends what was cut. */
type Mend = () => Promise<void> | void;

/** A network that nodes can join. */
export interface BusPlace {
  open(): Promise<Bus> | Bus;
  /**
   * Cuts one node off the others, as a network does; resolves when that node knows, with a function that mends it. Leave
   * it out where nothing can be cut.
   */
  cut?(bus: Bus): Promise<Mend>;
  remove(): Promise<void> | void;
}

/** How long a node may take to hear another one, on a busy machine. */
const WITHIN = { timeout: 30_000, interval: 5 };

/**
 * The suite of the `Bus` port, with two nodes: every adapter passes it.
 *
 * @param makePlace Makes a fresh network; called anew for each test.
 * @example describeBus("memory", () => { const bus = createMemoryBus(); return { open: bus.join, remove: bus.close }; });
 */
export function describeBus(name: string, makePlace: () => Promise<BusPlace> | BusPlace): void {
  describe(`bus: ${name}`, () => {
    let place: BusPlace;
    let one: Bus;
    let other: Bus;

    beforeEach(async () => {
      place = await makePlace();
      one = await place.open();
      other = await place.open();
    });

    afterEach(async () => {
      await one.close();
      await other.close();
      await place.remove();
    });

    async function listen(bus: Bus, channel: string): Promise<string[]> {
      const heard: string[] = [];
      await bus.subscribe(channel, (text) => heard.push(text));
      return heard;
    }

    it("D29.1: a message comes to the subscribers of its channel on every node, and to no others", async () => {
      const [here, there, elsewhere] = [await listen(one, "a"), await listen(other, "a"), await listen(other, "b")];
      await one.publish([{ channel: "a", text: "1" }]);
      expect(here).toEqual(["1"]);
      await one.publish([
        { channel: "nobody's", text: "2" },
        { channel: "b", text: "3" },
      ]);
      await vi.waitFor(() => expect(elsewhere).toEqual(["3"]), WITHIN);
      expect([here, there]).toEqual([["1"], ["1"]]);
    });

    it("D29.1: all nodes get the messages of all nodes in one order, those of one call and of one turn too", async () => {
      const [here, there] = [await listen(one, "a"), await listen(other, "a")];
      const calls = Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? one : other).publish([
          { channel: "a", text: `${index} first` },
          { channel: "a", text: `${index} second` },
        ]),
      );
      await Promise.all(calls);
      await vi.waitFor(() => expect([here.length, there.length]).toEqual([80, 80]), WITHIN);
      expect(there).toEqual(here);
      for (const parity of [0, 1]) {
        const own = here.filter((text) => Number.parseInt(text, 10) % 2 === parity);
        expect(own).toEqual(
          Array.from({ length: 40 }, (_, index) => index)
            .filter((index) => index % 2 === parity)
            .flatMap((index) => [`${index} first`, `${index} second`]),
        );
      }
    });

    it.each([
      ["empty", ""],
      ["with spaces, quotes and line breaks", ' 1 2 "\r\n\t\\ '],
      ["beyond ASCII", "ключ 🎉 \u2028"],
      ["large", "é".repeat(40_000)],
      ["large and repeating itself", "x".repeat(100_000)],
    ])("D29.1: any text arrives as it was sent: %s", async (_, text) => {
      const channel = `a ${text.slice(0, 10)}`;
      const there = await listen(other, channel);
      await one.publish([{ channel, text }]);
      await vi.waitFor(() => expect(there).toEqual([text]), WITHIN);
    });

    it("several subscribers of a channel are apart: one leaves, twice, another throws, and the rest hears all", async () => {
      const failures = vi.spyOn(console, "error").mockImplementation(() => {});
      const first: string[] = [];
      const leave = await one.subscribe("a", (text) => first.push(text));
      const leaveFailing = await one.subscribe("a", () => {
        throw new Error("a subscriber's own fault");
      });
      const rest = await listen(one, "a");
      await one.publish([{ channel: "a", text: "1" }]);
      expect(failures).toHaveBeenCalledOnce();
      failures.mockRestore();
      leaveFailing();
      leave();
      leave();
      await one.publish([{ channel: "a", text: "2" }]);
      expect([first, rest]).toEqual([["1"], ["1", "2"]]);
    });

    it("a channel that was left is heard again by who comes back to it, once", async () => {
      for (let round = 0; round < 3; round += 1) (await one.subscribe("a", () => {}))();
      const heard = await listen(one, "a");
      await other.publish([{ channel: "a", text: "1" }]);
      await vi.waitFor(() => expect(heard).toEqual(["1"]), WITHIN);
    });

    it("D29.3: publishing resolves also where the only subscriber leaves meanwhile, or there is none", async () => {
      const leave = await one.subscribe("a", () => {});
      const published = one.publish([{ channel: "a", text: "1" }]);
      leave();
      await published;
      await one.publish([{ channel: "a", text: "2" }]);
      await one.publish([]);
    });

    it("D29.2, D29.3: a node that is cut off serves itself, and is told when it hears the others again", async () => {
      if (place.cut === undefined) return;
      const [here, there] = [await listen(one, "a"), await listen(other, "a")];
      let missed = 0;
      other.onMissed(() => {
        missed += 1;
      });
      const mend = await place.cut(other);
      await other.publish([{ channel: "a", text: "alone" }]);
      expect(there).toEqual(["alone"]);
      const late: string[] = [];
      await other.subscribe("late", (text) => late.push(text));
      await mend();
      await vi.waitFor(() => expect(missed).toBe(1), WITHIN);
      await one.publish([
        { channel: "a", text: "again" },
        { channel: "late", text: "late" },
      ]);
      await vi.waitFor(() => expect([there, late]).toEqual([["alone", "again"], ["late"]]), WITHIN);
      await other.publish([{ channel: "a", text: "back" }]);
      await vi.waitFor(() => expect(here.at(-1)).toBe("back"), WITHIN);
    });

    it("one that is closed refuses, twice closed too, and leaves the other alone", async () => {
      const there = await listen(other, "a");
      await one.close();
      await one.close();
      const closed = { name: "HubError", code: "closed" };
      await expect(one.publish([{ channel: "a", text: "1" }])).rejects.toMatchObject(closed);
      await expect(one.subscribe("a", () => {})).rejects.toMatchObject(closed);
      await other.publish([{ channel: "a", text: "2" }]);
      expect(there).toEqual(["2"]);
    });

    it("what was published in the turn of the end still goes out", async () => {
      const there = await listen(other, "a");
      const published = one.publish([{ channel: "a", text: "last" }]);
      await one.close();
      await published;
      await vi.waitFor(() => expect(there).toEqual(["last"]), WITHIN);
    });
  });
}
