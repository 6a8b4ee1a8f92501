import { Socket } from "node:net";
import { beforeEach, expect, it, vi } from "vitest";
import { RestingSockets } from "./resting-sockets.ts";

const wake = vi.fn<(socket: Socket, first: Buffer) => void>();
let resting: RestingSockets;
let socket: Socket;

beforeEach(() => {
  wake.mockReset();
  resting = new RestingSockets(wake);
  socket = new Socket();
  return () => void socket.destroy();
});

const events = ["data", "close", "end", "timeout", "error"] as const;
const listeners = (of: Socket) => events.map((event) => of.listenerCount(event));
/** What any socket listens to by itself. */
const bare = listeners(new Socket());

it("W11.3: hands a socket over with the first bytes of its next request, and keeps nothing of it", () => {
  resting.add(socket, 5_000);
  expect(socket.timeout).toBe(5_000);
  socket.emit("data", Buffer.from("GET"));
  expect(wake.mock.calls).toEqual([[socket, Buffer.from("GET")]]);
  expect(listeners(socket)).toEqual(bare);
  expect(socket.timeout).toBe(0);
  resting.closeAll();
  expect(socket.destroyed).toBe(false);
});

it.each(["end", "timeout"])("a socket whose reader is gone is hung up: %s", (event) => {
  resting.add(socket, 5_000);
  socket.emit(event);
  expect(socket.destroyed).toBe(true);
  expect(wake).not.toHaveBeenCalled();
});

it("a socket that breaks while it rests harms nobody, also when it tells so after it has closed", () => {
  resting.add(socket, 0);
  socket.emit("error", new Error("ECONNRESET"));
  socket.destroy();
  socket.emit("close");
  expect(() => socket.emit("error", new Error("EPIPE"))).not.toThrow();
  expect(wake).not.toHaveBeenCalled();
});

it("closes all that rest, and none twice", () => {
  const other = new Socket();
  const gone = new Socket();
  for (const one of [socket, other, gone]) resting.add(one, 0);
  gone.emit("close");
  const destroy = vi.spyOn(gone, "destroy");
  resting.closeAll();
  expect([socket.destroyed, other.destroyed]).toEqual([true, true]);
  expect(destroy).not.toHaveBeenCalled();
});
