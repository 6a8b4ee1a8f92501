import { defineEndpoint, defineEvent, defineStream } from "@tidings/contracts";
import * as z from "zod";

/** The contract of a stranger: a board of builds, with what the briefs' contract has nowhere. */

const display = () => ({ tone: "info", announce: "off", summary: "A step ended" }) as const;

const build = z.object({ id: z.string(), state: z.enum(["running", "passed", "failed"]) });
/** A second schema whose exported name is the same as another's but for its first letter. */
const Build = z.object({ number: z.number() });

const stepEnded = defineEvent({
  schema: z.object({ step: z.string(), ok: z.boolean() }),
  delivery: { durable: true, coalesceBy: ({ step }) => step },
  display,
  samples: { valid: [{ step: "test", ok: true }], invalid: [{ step: 1 }] },
});

/** As short as a definition can be: without samples or a description. */
const started = defineEvent({ schema: z.object({ at: z.string() }), delivery: { coalesceBy: ({ at }) => at } });

const listBuilds = defineEndpoint({
  name: "listBuilds",
  method: "GET",
  path: "/builds",
  summary: "The builds",
  access: "user",
  data: z.array(build),
});

const buildsStream = defineStream({
  name: "builds",
  path: "/builds/stream",
  summary: "Steps as they end",
  access: "user",
  query: z.object({ branch: z.optional(z.string()) }),
  events: { "step ended": stepEnded, started },
  snapshot: listBuilds,
});

/** Everything that the contract exports. */
export const builds = { build, Build, stepEnded, listBuilds, buildsStream };
