export { createStreamTap, type StreamTap, type StreamTapOptions } from "./stream-tap.ts";
export type { TappedBlock, TappedConnection, TapState } from "./tapped-connection.ts";
