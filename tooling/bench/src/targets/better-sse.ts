import { createServer } from "node:http";
import { createChannel, createSession } from "better-sse";
import { payload, serveTarget } from "../target.ts";

// The peer: better-sse's channel broadcast.
const channel = createChannel();
let sequence = 0;

const server = createServer(async (request, response) => {
  const session = await createSession(request, response, { keepAlive: 30_000 });
  session.push({}, "connected");
  channel.register(session);
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  const address = server.address();
  if (address === null || typeof address === "string") return;
  serveTarget(address.port, {
    publish(events) {
      for (let index = 0; index < events; index += 1) {
        sequence += 1;
        channel.broadcast(JSON.parse(payload(sequence)), "order_status_update", { eventId: `k3f9a2:${sequence}` });
      }
    },
  });
});
