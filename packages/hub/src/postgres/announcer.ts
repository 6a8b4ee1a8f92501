import type { Bus } from "../bus/bus.ts";

/** The fewest milliseconds between two announcements of a node. After each one every other node reads the log. */
const APART_MS = 5;

/** Tells the other nodes that the log has new events, and hears it of them. */
export interface Announcer {
  /** Call it after a commit. Several calls in a row make one announcement. */
  announce(): void;
  /** Sends an announcement that is still due. */
  close(): void;
}

/**
 * Announces over the bus, and never inside a transaction that writes, because PostgreSQL commits transactions with a
 * NOTIFY one at a time. If an announcement is lost, the other nodes' slow timers find the events.
 *
 * @param look Called when another node has announced something.
 */
export async function createAnnouncer(bus: Bus, channel: string, look: () => void): Promise<Announcer> {
  const node = crypto.randomUUID();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  let closed = false;
  const leave = await bus.subscribe(channel, (sender) => {
    if (sender !== node) look();
  });

  function send() {
    isDue = false;
    bus.publish([{ channel, text: node }]).catch(() => {});
    if (closed) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (isDue) send();
    }, APART_MS);
    timer.unref();
  }

  return {
    announce() {
      isDue = true;
      if (timer === undefined) send();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      leave();
      if (isDue) send();
    },
  };
}
