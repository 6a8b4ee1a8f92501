import type { Bus } from "../bus/bus.ts";
import { type Channels, createChannels } from "../bus/channels.ts";
import { HubError } from "../error.ts";

/** A bus within one process. */
export interface MemoryBus extends Bus {
  /** Makes another node of the same bus. Each is closed by itself. */
  join(): MemoryBus;
}

/**
 * A bus for one process, where it connects the parts of an application, and for tests of several nodes. Nothing can be
 * missed.
 *
 * @example
 * const bus = createMemoryBus();
 * const other = bus.join();
 */
export function createMemoryBus(): MemoryBus {
  const nodes = new Set<Channels>();

  function join(): MemoryBus {
    const channels = createChannels();
    let closed = false;
    nodes.add(channels);

    function open() {
      if (closed) throw new HubError("closed", "the bus is closed");
    }

    return {
      join,
      async publish(messages) {
        open();
        for (const node of [...nodes]) node.deliver(messages);
      },
      async subscribe(channel, listener) {
        open();
        const leave = channels.add(channel, listener);
        return () => void leave();
      },
      onMissed: () => () => {},
      async close() {
        closed = true;
        nodes.delete(channels);
        channels.clear();
      },
    };
  }

  return join();
}
