import { createHub, type Hub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createNotify } from "@tidings/notify";

declare global {
  // Only `var` makes a property of globalThis.
  var tidingsHub: Hub | undefined;
}

/**
 * One hub a process. Next.js loads this module once for each route and again after each edit of it; a hub for each of
 * those would publish to nobody.
 */
globalThis.tidingsHub ??= startHub();
export const hub = globalThis.tidingsHub;

export const { notifyUser } = createNotify(hub);

function startHub(): Hub {
  const hub = createHub({ log: createMemoryLog() });
  // Next.js ends when every answer has ended, which a stream does only if it is told to. Its page comes back by itself.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void hub.close());
  return hub;
}
