import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Below the ports that Linux and macOS give to outgoing connections, so that none of those takes it between two starts. */
const LOWEST = 20_000;
const COUNT = 12_000;

/** A port of 127.0.0.1 that nobody listens on, fit for a service that is stopped and started again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch {
      continue;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}

/** Whether somebody listens on a port of 127.0.0.1. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
