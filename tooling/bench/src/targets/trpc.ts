import { EventEmitter, on, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { initTRPC, tracked } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { payload, serveTarget } from "../target.ts";

// The peer of teams on tRPC: a subscription over SSE, written as its documentation does, on an emitter of Node.
const updates = new EventEmitter().setMaxListeners(0);
let sequence = 0;

const trpc = initTRPC.create();
const router = trpc.router({
  stream: trpc.procedure.subscription(async function* ({ signal }) {
    for await (const [id, text] of on(updates, "update", { signal: signal as AbortSignal })) {
      yield tracked(String(id), JSON.parse(String(text)));
    }
  }),
});
// The procedure is the last word of the path that every reader asks for.
const server = createServer(createHTTPHandler({ router, basePath: "/api/orders/" }));
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 });
await once(server, "listening");
serveTarget((server.address() as AddressInfo).port, {
  publish(events) {
    for (let index = 0; index < events; index += 1) {
      sequence += 1;
      updates.emit("update", `k3f9a2:${sequence}`, payload(sequence));
    }
  },
});
