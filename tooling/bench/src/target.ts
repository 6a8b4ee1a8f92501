import { memoryUsage } from "node:process";

/** What a benchmark's target answers to the conductor. */
export interface Target {
  /** Sends `events` events to every connection, in one turn of the event loop. */
  publish(events: number): void | Promise<void>;
}

/** What the conductor asks of a target process. */
export type TargetCommand =
  | { readonly type: "publish"; readonly events: number }
  /** `collect`: after a garbage collection, whose own cost must not fall into a measured span. */
  | { readonly type: "usage"; readonly collect: boolean };

/** What a target process answers. */
export type TargetReply =
  | { readonly type: "listening"; readonly port: number }
  | { readonly type: "usage"; readonly cpuUs: number; readonly rss: number };

/** The payload of every event in the fan-out benchmark: about 180 bytes with its framing. */
export function payload(sequence: number): string {
  return JSON.stringify({
    order_id: "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    order_code: "ORD-A7X3B2",
    order_status: sequence % 2 === 0 ? "Preparing" : "Out for Delivery",
    revision: sequence,
  });
}

/** Tells the conductor the port and does what it asks until it hangs up. */
export function serveTarget(port: number, target: Target): void {
  process.on("message", async (command: TargetCommand) => {
    if (command.type === "publish") return target.publish(command.events);
    if (command.collect) globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    reply({ type: "usage", cpuUs: user + system, rss: memoryUsage.rss() });
  });
  process.on("disconnect", () => process.exit(0));
  reply({ type: "listening", port });
}

function reply(message: TargetReply): void {
  process.send?.(message);
}
