export { StreamInspector, type StreamInspectorProps } from "./stream-inspector/stream-inspector.tsx";
export { createStreamTap, type StreamTap, type StreamTapOptions } from "./stream-tap.ts";
export type { TappedBlock, TappedConnection, TapState } from "./tapped-connection.ts";
