import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Nodes, PresenceChange } from "../nodes/nodes.ts";
import type { NodesPlace } from "./describe-nodes.ts";

/** Where several nodes register. */
export interface SharedNodesPlace extends NodesPlace {
  /** Cuts a node off the others; returns a function that mends it. */
  cut(node: Nodes): () => void;
  /** Lets so much time pass that a node which is cut off counts as dead. */
  outlive(node: Nodes): Promise<void>;
}

const WITHIN = { timeout: 30_000, interval: 5 };

/**
 * The suite of what several nodes do to each other.
 *
 * @param makePlace Makes a fresh place; called anew for each test.
 */
export function describeNodeInstances(
  name: string,
  makePlace: () => Promise<SharedNodesPlace> | SharedNodesPlace,
): void {
  describe(`several nodes: ${name}`, () => {
    let place: SharedNodesPlace;
    let one: Nodes;
    const opened: Nodes[] = [];
    beforeEach(async () => {
      place = await makePlace();
      one = await open("one");
    });
    afterEach(async () => {
      for (const node of opened.splice(0)) await node.close();
      await place.remove();
    });

    async function open(facts: unknown): Promise<Nodes> {
      const node = await place.open(() => facts);
      opened.push(node);
      return node;
    }

    function changesOf(...nodes: readonly Nodes[]): PresenceChange[] {
      const changes: PresenceChange[] = [];
      for (const node of nodes) node.onPresence((change) => changes.push(change));
      return changes;
    }

    const change = (member: string, isPresent: boolean) => ({ place: "chat", member, isPresent });
    const isThere = async (node: Nodes, member: string) => (await node.present("chat", [member])).has(member);

    it("D30.5: every node knows all that are alive, and what each says of itself", async () => {
      const other = await open({ connections: 2 });
      expect(await one.all()).toEqual([
        { id: one.id, facts: "one" },
        { id: other.id, facts: { connections: 2 } },
      ]);
      await other.close();
      expect((await one.all()).map(({ id }) => id)).toEqual([one.id]);
    });

    it("D30.1: of a member on two nodes the first coming and the last leaving are told, to one node", async () => {
      const other = await open("other");
      const changes = changesOf(one, other);
      for (const node of [one, other]) {
        node.enter("chat", "ada");
        await node.settled();
      }
      one.leave("chat", "ada");
      await one.settled();
      expect([await isThere(one, "ada"), await isThere(other, "ada")]).toEqual([true, true]);
      expect(changes).toEqual([change("ada", true)]);
      other.leave("chat", "ada");
      await other.settled();
      expect(changes).toEqual([change("ada", true), change("ada", false)]);
    });

    it("D30.1: whatever the two nodes do at once, each member's changes alternate and end with the truth", async () => {
      const other = await open("other");
      const changes = changesOf(one, other);
      const members = ["a", "b", "c"];
      for (let round = 0; round < 20; round += 1) {
        for (const [index, member] of members.entries()) {
          const node = (round + index) % 2 === 0 ? one : other;
          const opposite = node === one ? other : one;
          node.enter("chat", member);
          if (round % 3 !== 0) opposite.leave("chat", member);
        }
        await Promise.all([one.settled(), other.settled()]);
      }
      const there = await one.present("chat", members);
      for (const member of members) {
        const told = changes.filter((one) => one.member === member).map(({ isPresent }) => isPresent);
        expect(told.at(-1)).toBe(there.has(member));
        expect(told.filter((isPresent, index) => isPresent !== (index % 2 === 0))).toEqual([]);
      }
    });

    it("D30.3: a node that dies takes its members along, told once, and not those who are elsewhere too", async () => {
      const other = await open("other");
      const third = await open("third");
      for (const member of ["ada", "grace"]) other.enter("chat", member);
      one.enter("chat", "grace");
      await Promise.all([one.settled(), other.settled()]);
      const changes = changesOf(one, third);
      const mend = place.cut(other);
      await place.outlive(other);
      await vi.waitFor(() => expect(changes).toEqual([change("ada", false)]), WITHIN);
      expect([await isThere(one, "ada"), await isThere(one, "grace")]).toEqual([false, true]);
      expect((await one.all()).map(({ id }) => id)).not.toContain(other.id);
      // It was only cut off, and comes back.
      const back = changesOf(other);
      mend();
      await vi.waitFor(() => expect(back).toEqual([change("ada", true)]), WITHIN);
      expect(await isThere(one, "ada")).toBe(true);
    });

    it("D30.2: who comes and leaves while nothing can be stored is stored afterwards", async () => {
      const other = await open("other");
      other.enter("chat", "ada");
      await other.settled();
      const mend = place.cut(other);
      other.enter("chat", "grace");
      other.leave("chat", "ada");
      await other.settled();
      expect([await isThere(one, "ada"), await isThere(one, "grace")]).toEqual([true, false]);
      await expect(other.present("chat", ["ada"])).rejects.toMatchObject({ code: "log_failed" });
      mend();
      await vi.waitFor(async () => {
        expect([await isThere(one, "ada"), await isThere(one, "grace")]).toEqual([false, true]);
      }, WITHIN);
    });

    it("D30.4: work runs on one node at a time, and on another one afterwards", async () => {
      const other = await open("other");
      const running = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<void>();
      const first = one.runAlone("reminders", () => {
        begun.resolve();
        return running.promise;
      });
      await begun.promise;
      expect(await other.runAlone("reminders", async () => {})).toBe(false);
      running.resolve();
      await first;
      expect(await other.runAlone("reminders", async () => {})).toBe(true);
    });

    it("D30.1: a node that ends takes its members away", async () => {
      const other = await open("other");
      const changes = changesOf(other);
      other.enter("chat", "ada");
      await other.close();
      expect(changes).toEqual([change("ada", true), change("ada", false)]);
      expect(await isThere(one, "ada")).toBe(false);
    });
  });
}
