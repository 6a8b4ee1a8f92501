export type { ServeOptions } from "../serve-options.ts";
export { serveStream } from "./serve-stream.ts";
export { createStreamServer } from "./stream-server.ts";
