import { defineEndpoint, defineEvent, defineStream } from "@tidings/contracts";
import * as z from "zod/mini";

const build = z.strictObject({ state: z.string() });
const build_moved = defineEvent({ schema: build, delivery: { durable: true } });

export const builds = defineStream({ name: "builds", path: "/builds/stream", access: "user", events: { build_moved } });
export const signOut = defineEndpoint({
  name: "signOut",
  method: "POST",
  path: "/sign-out",
  access: "user",
  data: z.strictObject({}),
});
