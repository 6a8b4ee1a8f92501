import { subscribe } from "node:diagnostics_channel";
import { Server, Socket } from "node:net";

/**
 * The open sockets of every server that cannot cut them itself: Node's HTTP/2 servers neither say which sessions they
 * have nor end them by force.
 */
const socketsOf = new WeakMap<Server, Set<Socket>>();

subscribe("net.server.socket", (message) => {
  const socket = typeof message === "object" && message !== null && "socket" in message ? message.socket : undefined;
  const server = socket instanceof Socket && "server" in socket ? socket.server : undefined;
  if (!(socket instanceof Socket && server instanceof Server) || canCut(server)) return;
  const sockets = socketsOf.get(server) ?? new Set();
  socketsOf.set(server, sockets.add(socket));
  socket.once("close", () => sockets.delete(socket));
});

/** An `http` or `https` server ends its connections itself. */
interface CuttingServer extends Server {
  closeAllConnections(): void;
}

function canCut(server: Server): server is CuttingServer {
  return "closeAllConnections" in server && typeof server.closeAllConnections === "function";
}

/** Cuts every connection of a server, whatever it is in the middle of. */
export function cutConnections(server: Server): void {
  if (canCut(server)) server.closeAllConnections();
  else for (const socket of socketsOf.get(server) ?? []) socket.destroy();
}

/** Ends the connections on which nothing is under way. HTTP/2 servers do that by themselves once they are closed. */
export function endIdleConnections(server: Server): void {
  if ("closeIdleConnections" in server && typeof server.closeIdleConnections === "function") {
    server.closeIdleConnections();
  }
}
