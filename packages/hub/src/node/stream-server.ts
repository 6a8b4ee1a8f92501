import { type RequestListener, Server, type ServerOptions } from "node:http";
import { leaseSockets } from "./socket-leases.ts";

/**
 * `http.createServer` for servers of many streams. It is the same server, but a connection that carries a stream of
 * {@link serveStream} costs little more than its socket, in memory and for each event.
 *
 * For HTTP such an exchange is over when the stream's headers are out: the response says `finish` and `close` then.
 * The hub reports when the stream itself closes.
 *
 * @param listener An Express application, or any other.
 * @param options As `http.createServer` has them.
 * @example createStreamServer(app).listen(8000);
 * @see docs/decisions/0012-sockets-on-lease.md
 */
export function createStreamServer(listener: RequestListener, options: ServerOptions = {}): Server {
  const server = new Server(options, listener);
  leaseSockets(server, "connection");
  return server;
}
