import type { AnyStream } from "@tidings/contracts";
import { ordersStream } from "@tidings/contracts/orders";

/** The streams of the contract that this server serves. */
export const servedStreams: readonly AnyStream[] = [ordersStream];
