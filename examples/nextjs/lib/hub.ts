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
globalThis.tidingsHub ??= createHub({ log: createMemoryLog() });
export const hub = globalThis.tidingsHub;

export const { notifyUser } = createNotify(hub);
