import type { AnyStream } from "@tidings/contracts";

/** Whether an event of this name greets on this stream (D3.1): by the contract's name, or the usual one, unless that is an event's. */
export function isGreeting({ events, greeting }: Pick<AnyStream, "events" | "greeting">, name: string): boolean {
  return !Object.hasOwn(events, name) && (name === greeting.name || name === "connected");
}
