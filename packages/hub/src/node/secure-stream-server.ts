import type { RequestListener } from "node:http";
import { Server, type ServerOptions } from "node:https";
import { leaseSockets } from "./socket-leases.ts";

/**
 * `https.createServer` for servers of many streams: {@link createStreamServer} over TLS. A connection that carries a stream
 * costs little more than its TLS socket.
 *
 * `request.socket` stands in front of the TLS socket, which is its `socket`: ask that for a client's certificate.
 *
 * @param options As `https.createServer` has them: `key` and `cert` at least.
 * @param listener An Express application, or any other.
 * @example createSecureStreamServer({ key, cert }, app).listen(8443);
 * @see docs/decisions/0012-sockets-on-lease.md
 */
export function createSecureStreamServer(options: ServerOptions, listener: RequestListener): Server {
  const server = new Server(options, listener);
  leaseSockets(server, "secureConnection");
  return server;
}
