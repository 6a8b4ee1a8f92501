import { beforeEach, describe, expect, it } from "vitest";
import type { Session } from "../session.ts";
import type { TicketStore } from "../stream-tickets.ts";

const session = { id: "ada", sessionId: "of ada", expiresAt: Number.POSITIVE_INFINITY };
const issued = { session, stream: "orders" };

/**
 * The suite of the `TicketStore` port.
 *
 * @param makeStores Makes two stores that share their tickets, as two nodes have them: the same store twice where there
 *   is only one process.
 */
export function describeTicketStore(
  name: string,
  makeStores: () => Promise<readonly [TicketStore, TicketStore]> | readonly [TicketStore, TicketStore],
): void {
  describe(`ticket store: ${name}`, () => {
    let one: TicketStore;
    let other: TicketStore;
    beforeEach(async () => {
      [one, other] = await makeStores();
    });

    it("S13.1: a ticket is taken once, by either node, as it was put", async () => {
      const ending: Session = { ...session, expiresAt: 1_800_000_000_123 };
      await one.put("a", issued, 60_000);
      await one.put("b", { ...issued, session: ending }, 60_000);
      expect(await other.take("a")).toEqual(issued);
      expect(await one.take("a")).toBeUndefined();
      expect(await other.take("a")).toBeUndefined();
      expect(await one.take("b")).toEqual({ ...issued, session: ending });
    });

    it("S13.1: of many who take it at once, on both nodes, one gets it", async () => {
      await one.put("a", issued, 60_000);
      const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? one : other).take("a")));
      expect(taken.filter((found) => found !== undefined)).toEqual([issued]);
    });

    it("S13.1: a ticket whose time is over is nothing, nor is one that nobody made", async () => {
      await one.put("a", issued, 0);
      await one.put("b", issued, -1000);
      for (const ticket of ["a", "b", "c", ""]) expect(await other.take(ticket)).toBeUndefined();
    });
  });
}
