export type { ServeOptions } from "../serve/serve-options.ts";
export { type FastifyReplyParts, type FastifyRequestParts, serveStream } from "./serve-stream.ts";
