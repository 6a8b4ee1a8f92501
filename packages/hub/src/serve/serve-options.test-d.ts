import { defineEvent, defineStream } from "@tidings/contracts";
import { chatStream } from "@tidings/contracts/chat";
import { ordersStream } from "@tidings/contracts/orders";
import * as z from "zod/mini";
import type { Hub } from "../hub.ts";
import type { Sink } from "../sink/sink.ts";
import { serveStream } from "../web/index.ts";
import type { ServeOptions } from "./serve-options.ts";

declare const hub: Hub;
declare const sink: Sink;
declare const request: Request;
declare const wide: ServeOptions;
const topics = [ordersStream.topic("ada")];

// The greeting's own fields, and no others; the hub adds its own.
serveStream(hub, request, { stream: ordersStream, topics, greeting: { message: "SSE connected" } });
// @ts-expect-error another text than the contract's
serveStream(hub, request, { stream: ordersStream, topics, greeting: { message: "hello" } });
// @ts-expect-error no such field
serveStream(hub, request, { stream: ordersStream, topics, greeting: { message: "SSE connected", carier: 5 } });
// @ts-expect-error a field of the hub's
serveStream(hub, request, { stream: ordersStream, topics, greeting: { message: "SSE connected", heartbeatMs: 1 } });
// @ts-expect-error the contract wants one
serveStream(hub, request, { stream: ordersStream, topics });
// @ts-expect-error the contract wants one
serveStream(hub, request, { stream: ordersStream, topics, greeting: undefined });

// Topics of this stream only.
const greeting = { message: "SSE connected" } as const;
const others = [chatStream.topic("c")];
// @ts-expect-error another stream's topic
serveStream(hub, request, { stream: ordersStream, topics: others, greeting });
// @ts-expect-error another stream's topic among them
hub.connect(sink, { stream: ordersStream, topics: [...topics, ...others], greeting });
// @ts-expect-error another text than the contract's
hub.connect(sink, { stream: ordersStream, topics, greeting: { message: "hello" } });

// A greeting without fields of its own need not be given.
const plain = defineStream({
  name: "plain",
  path: "/plain",
  access: "anyone",
  events: { moved: defineEvent({ schema: z.object({}) }) },
});
serveStream(hub, request, { stream: plain, topics: [plain.topic("a")] });
serveStream(hub, request, { stream: plain, topics: [], greeting: {} });

// Where the stream is not known, anything goes, and is checked when it is called.
serveStream(hub, request, wide);
