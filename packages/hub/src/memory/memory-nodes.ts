import { createListeners } from "@tidings/contracts/listeners";
import { HubError } from "../error.ts";
import { checkSeat, createMembersHere } from "../nodes/members-here.ts";
import type { Nodes, PresenceChange } from "../nodes/nodes.ts";

/**
 * {@link Nodes} of one process, which is the only node.
 *
 * @param facts Returns what the node says of itself. Default: nothing.
 * @example const nodes = createMemoryNodes(() => ({ connections: hub.countAll() }));
 */
export function createMemoryNodes(facts: () => unknown = () => null): Nodes {
  const id = crypto.randomUUID();
  const here = createMembersHere();
  const listeners = createListeners<[PresenceChange]>();
  const running = new Set<string>();
  let closed = false;

  function open() {
    if (closed) throw new HubError("closed", "the nodes are closed");
  }

  function tell() {
    for (const seat of here.takeChanged()) listeners.notify({ ...seat, isPresent: here.has(seat) });
  }

  return {
    id,
    async all() {
      open();
      return [{ id, facts: facts() }];
    },
    enter(place, member) {
      open();
      checkSeat({ place, member });
      here.enter({ place, member });
      tell();
    },
    leave(place, member) {
      if (closed) return;
      here.leave({ place, member });
      tell();
    },
    async settled() {},
    async present(place, members) {
      open();
      return new Set(members.filter((member) => here.has({ place, member })));
    },
    onPresence: (listener) => listeners.add(listener),
    async runAlone(name, work) {
      open();
      if (running.has(name)) return false;
      running.add(name);
      try {
        await work();
      } finally {
        running.delete(name);
      }
      return true;
    },
    async close() {
      closed = true;
      listeners.clear();
    },
  };
}
