import { defineEvent, defineStream } from "@tidings/contracts";
import * as z from "zod/mini";

const build_finished = defineEvent({
  schema: z.object({ build: z.number(), result: z.enum(["passed", "failed"]) }),
  delivery: { durable: true },
});
const log_line = defineEvent({ schema: z.object({ text: z.string() }) });

/** A stranger's contract: the board of a build server. */
export const buildsStream = defineStream({
  name: "builds",
  path: "/builds",
  access: "anyone",
  events: { build_finished, log_line },
});

/** One that asks for a token. */
export const secretsStream = defineStream({
  name: "secrets",
  path: "/secrets",
  access: "user",
  events: { build_finished },
});
