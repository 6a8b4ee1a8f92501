import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Nodes, PresenceChange } from "../nodes/nodes.ts";

/** Where nodes register. */
export interface NodesPlace {
  /** Opens a node that says `facts` of itself. */
  open(facts: () => unknown): Promise<Nodes> | Nodes;
  remove(): Promise<void> | void;
}

/**
 * The suite of the `Nodes` port, as far as one node goes. What several do to each other is in `describeNodeInstances`.
 *
 * @param makePlace Makes a fresh place; called anew for each test.
 */
export function describeNodes(name: string, makePlace: () => Promise<NodesPlace> | NodesPlace): void {
  describe(`nodes: ${name}`, () => {
    let place: NodesPlace;
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

    it("D30.1: a member is present from the first coming to the last leaving, and is told of twice", async () => {
      const changes = changesOf(one);
      for (const _ of [1, 2]) one.enter("chat", "ada");
      one.leave("chat", "ada");
      await one.settled();
      expect(await one.present("chat", ["ada", "grace", "ada"])).toEqual(new Set(["ada"]));
      expect(await one.present("elsewhere", ["ada"])).toEqual(new Set());
      for (const _ of [1, 2, 3]) one.leave("chat", "ada");
      await one.settled();
      expect(await isThere(one, "ada")).toBe(false);
      expect(changes).toEqual([change("ada", true), change("ada", false)]);
      expect(await one.present("chat", [])).toEqual(new Set());
    });

    it("D30.5: a node says of itself what is true now", async () => {
      expect(await one.all()).toEqual([{ id: one.id, facts: "one" }]);
    });

    it("D30.4: work of one name runs once at a time, and its failure is its caller's", async () => {
      const running = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<void>();
      const first = one.runAlone("reminders", () => {
        begun.resolve();
        return running.promise;
      });
      await begun.promise;
      expect(await one.runAlone("reminders", async () => {})).toBe(false);
      expect(await one.runAlone("deletions", async () => {})).toBe(true);
      running.resolve();
      expect(await first).toBe(true);
      await expect(one.runAlone("reminders", () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
      expect(await one.runAlone("reminders", async () => {})).toBe(true);
    });

    it("refuses what no store can hold, and everything after its end", async () => {
      for (const member of ["a\0b", "\ud800", 5, undefined]) {
        // @ts-expect-error as callers in JavaScript may write it
        expect(() => one.enter("chat", member)).toThrow(expect.objectContaining({ code: "invalid_options" }));
      }
      await one.close();
      await one.close();
      one.leave("chat", "ada");
      const closed = { code: "closed" };
      expect(() => one.enter("chat", "ada")).toThrow(expect.objectContaining(closed));
      await expect(one.all()).rejects.toMatchObject(closed);
      await expect(one.present("chat", ["ada"])).rejects.toMatchObject(closed);
      await expect(one.runAlone("reminders", async () => {})).rejects.toMatchObject(closed);
    });
  });
}
