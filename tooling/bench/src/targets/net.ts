import { createServer, type Socket } from "node:net";
import { encodeEvent } from "@tidings/wire";
import { payload, serveTarget } from "../target.ts";

// The floor: bare sockets, the same buffer to each, without delay as HTTP servers send.
const sockets = new Set<Socket>();
const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
let sequence = 0;

function chunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

const server = createServer({ noDelay: true }, (socket) => {
  socket.once("data", () => {
    socket.write(HEAD);
    socket.write(chunk(encodeEvent({ event: "connected", data: "{}" })));
    sockets.add(socket);
  });
  socket.on("error", () => {});
  socket.on("close", () => sockets.delete(socket));
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  const address = server.address();
  if (address === null || typeof address === "string") return;
  serveTarget(address.port, {
    publish(events) {
      let text = "";
      for (let index = 0; index < events; index += 1) {
        sequence += 1;
        text += encodeEvent({ event: "order_status_update", id: `k3f9a2:${sequence}`, data: payload(sequence) });
      }
      const buffer = chunk(text);
      for (const socket of sockets) socket.write(buffer);
    },
  });
});
