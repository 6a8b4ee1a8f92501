export type { ServeOptions } from "../serve-options.ts";
export { type FastifyReplyParts, type FastifyRequestParts, serveStream } from "./serve-stream.ts";
