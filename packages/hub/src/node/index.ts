export type { ServeOptions } from "../serve/serve-options.ts";
export { createSecureStreamServer } from "./secure-stream-server.ts";
export { serveStream } from "./serve-stream.ts";
export { type ShutdownOptions, shutdown } from "./shutdown.ts";
export type { StreamRequest, StreamResponse } from "./stream-exchange.ts";
export { createStreamServer } from "./stream-server.ts";
