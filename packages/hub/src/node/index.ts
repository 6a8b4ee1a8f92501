export { type ServeOptions, serveStream } from "./serve-stream.ts";
