import { createServer, type ServerResponse } from "node:http";
import { encodeEvent } from "@tidings/wire";
import { payload, serveTarget } from "../target.ts";

// What most hand-written servers do: one write a response and event.
const responses = new Set<ServerResponse>();
let sequence = 0;

const server = createServer((_request, response) => {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  response.write(encodeEvent({ event: "connected", data: "{}" }));
  responses.add(response);
  response.on("close", () => responses.delete(response));
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  const address = server.address();
  if (address === null || typeof address === "string") return;
  serveTarget(address.port, {
    publish(events) {
      for (let index = 0; index < events; index += 1) {
        sequence += 1;
        const text = encodeEvent({ event: "order_status_update", id: `k3f9a2:${sequence}`, data: payload(sequence) });
        for (const response of responses) response.write(text);
      }
    },
  });
});
