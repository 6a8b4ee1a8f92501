import { beforeEach, describe, expect, it } from "vitest";
import type { RateLimit } from "../rates/rate-limit.ts";

/** Rate limits that share their counts. */
export interface RatePlace {
  /** Makes a limit. Two of one name count together, as on two nodes; where there is only one process, it is made once. */
  open(name: string, uses: number, windowS: number): RateLimit;
  /** Lets time pass for all limits. */
  pass(seconds: number): Promise<unknown> | unknown;
}

/** The suite of the `RateLimit` port. */
export function describeRateLimit(name: string, makePlace: () => Promise<RatePlace> | RatePlace): void {
  describe(`rate limit: ${name}`, () => {
    let place: RatePlace;
    beforeEach(async () => {
      place = await makePlace();
    });

    it("S14.6: allows so many uses a window over both nodes, then says the seconds that are left", async () => {
      const [one, other] = [place.open("x", 2, 60), place.open("x", 2, 60)];
      expect([await one.take("a"), await other.take("a")]).toEqual([0, 0]);
      await place.pass(20);
      for (const limit of [one, other]) {
        const wait = await limit.take("a");
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(40);
      }
      expect(await one.take("b")).toBe(0);
      expect([await one.used("a"), await other.used("b"), await other.used("c")]).toEqual([2, 1, 0]);
    });

    it("S14.6: whoever waits as long as was said is let in", async () => {
      const limit = place.open("x", 1, 60);
      await limit.take("a");
      await place.pass(12.3);
      await place.pass(await limit.take("a"));
      expect(await limit.used("a")).toBe(0);
      expect(await limit.take("a")).toBe(0);
    });

    it("S14.6: of many at once on both nodes no more are allowed than of one after the other", async () => {
      const [one, other] = [place.open("x", 3, 60), place.open("x", 3, 60)];
      const answers = await Promise.all(Array.from({ length: 10 }, (_, use) => (use % 2 ? one : other).take("a")));
      expect(answers.filter((seconds) => seconds === 0)).toHaveLength(3);
    });

    it("S14.6: several uses in one call are allowed together or not at all", async () => {
      const limit = place.open("x", 5, 60);
      expect(await limit.take("a", 3)).toBe(0);
      expect(await limit.take("a", 3)).toBeGreaterThan(0);
      expect(await limit.take("a", 2)).toBe(0);
      expect(await limit.take("b", 6)).toBeGreaterThan(0);
      expect(await limit.used("a")).toBe(5);
    });

    it("S14.5: what is given back counts no more, and nothing below nothing; what is reset begins anew", async () => {
      const limit = place.open("x", 2, 60);
      await limit.giveBack("a");
      await limit.take("a", 2);
      await limit.giveBack("a");
      expect(await limit.used("a")).toBe(1);
      await limit.giveBack("a", 5);
      expect(await limit.used("a")).toBe(1);
      await limit.reset("a");
      expect([await limit.used("a"), await limit.take("a", 2)]).toEqual([0, 0]);
    });

    it("S14.6: two limits of different names count apart", async () => {
      await place.open("x", 1, 60).take("a");
      expect(await place.open("y", 1, 60).take("a")).toBe(0);
    });
  });
}
