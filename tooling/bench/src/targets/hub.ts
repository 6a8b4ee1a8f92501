import { createServer, type RequestListener } from "node:http";
import { ordersStream } from "@tidings/contracts/orders";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createStreamServer, serveStream } from "@tidings/hub/node";
import { serveTarget } from "../target.ts";

// The package by itself, on plain http or on a server of many streams: no Express, no database, nobody signed in.
const hub = createHub({ log: createMemoryLog() });
const listener: RequestListener = (request, response) => {
  const topics = [ordersStream.topic("ada")];
  serveStream(hub, request, response, { stream: ordersStream, topics, greeting: { message: "SSE connected" } });
};

const server = process.env.PLAIN_HTTP === "true" ? createServer(listener) : createStreamServer(listener);
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  const address = server.address();
  if (address !== null && typeof address !== "string") serveTarget(address.port, { publish() {} });
});
