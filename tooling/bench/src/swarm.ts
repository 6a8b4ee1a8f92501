import { connect, type Socket } from "node:net";

/** What the conductor asks of the swarm: bounded in count, loopback only. */
export type SwarmCommand =
  | {
      readonly type: "connect";
      readonly port: number;
      readonly count: number;
      readonly request: string;
      readonly events: number;
    }
  /** Answer once every connection has had this many more events. */
  | { readonly type: "expect"; readonly events: number };

/** The swarm's answer to each command: all connections have what the command asked for. */
export interface SwarmReply {
  readonly type: "received";
}

/** New connections under way at once: more would overflow the target's listen queue, not its code. */
const IN_FLIGHT = 200;
const END_OF_EVENT = "\n\n";

const sockets: Socket[] = [];
let received = 0;
let goal = Number.POSITIVE_INFINITY;

function count(chunk: Buffer): void {
  for (let at = chunk.indexOf(END_OF_EVENT); at >= 0; at = chunk.indexOf(END_OF_EVENT, at + 2)) received += 1;
  if (received < goal) return;
  received -= goal;
  goal = Number.POSITIVE_INFINITY;
  const reply: SwarmReply = { type: "received" };
  process.send?.(reply);
}

function open(port: number, request: string, done: () => void): void {
  const socket = connect(port, "127.0.0.1", () => socket.write(request));
  socket.once("data", done);
  socket.on("data", count);
  socket.on("error", (error) => {
    throw error;
  });
  socket.on("close", () => {
    throw new Error("the target closed a connection");
  });
  sockets.push(socket);
}

process.on("message", (command: SwarmCommand) => {
  if (command.type === "expect") {
    goal = command.events * sockets.length;
    return count(Buffer.alloc(0));
  }
  goal = command.count * command.events;
  let started = 0;
  const next = () => {
    if (started >= command.count) return;
    started += 1;
    open(command.port, command.request, next);
  };
  for (let index = 0; index < IN_FLIGHT; index += 1) next();
});
process.on("disconnect", () => process.exit(0));
