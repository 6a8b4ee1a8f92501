export type { ServeOptions } from "../serve/serve-options.ts";
export { serveStream } from "./serve-stream.ts";
