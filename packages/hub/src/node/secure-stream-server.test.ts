import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { connect, type TLSSocket } from "node:tls";
import { notesStream } from "@tidings/contracts/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHub, type Hub } from "../hub.ts";
import { createMemoryLog } from "../memory/index.ts";
import { createSecureStreamServer } from "./secure-stream-server.ts";
import { serveStream } from "./serve-stream.ts";
import { shutdown } from "./shutdown.ts";

/** For this test's server only: it protects nothing. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0TgmpisrUlzR+fqB
s4uo1Y8Vnnup0gqzK8+ooWDcb1ShRANCAATqat+NKCXpipGxzS0Puxt/RGg9D2qI
8Lm4GO9YopusD/9o8KySCK2B3HYf48jM8TynKN8LVdbTROrHq4jB66lX
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUP/RpAV8vkR8Mq9Up4CZYBkGSP+wwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyOTA3MDczOVoYDzIxMjYxMTA1
MDcwNzM5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATqat+NKCXpipGxzS0Puxt/RGg9D2qI8Lm4GO9YopusD/9o8KySCK2B
3HYf48jM8TynKN8LVdbTROrHq4jB66lXo28wbTAdBgNVHQ4EFgQUHiciEloNFm3N
7glV5XQwwJsJHYUwHwYDVR0jBBgwFoAUHiciEloNFm3N7glV5XQwwJsJHYUwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAJ3ZYs4hFxyiEpoilhDEAfZrQgutfX7w0ZZQYseQ1RGEAiEA
jwRNDjcLsDSS3MzpOyFFy8Ca05nlwbM7k5SzL5ClM6I=
-----END CERTIFICATE-----`;
const topic = notesStream.topic("ada");
const REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

let hub: Hub;
let server: Server;
let socket: TLSSocket;
let requests: IncomingMessage[];
/** Resolves when HTTP is done with a stream's exchange. */
let released: PromiseWithResolvers<void>;

async function open(): Promise<TLSSocket> {
  const { port } = server.address() as AddressInfo;
  const opened = connect({ port, host: "127.0.0.1", ca: cert, servername: "localhost" }).setEncoding("utf8");
  await once(opened, "secureConnect");
  return opened;
}

async function readUntil(end: string): Promise<string> {
  let got = "";
  while (!got.includes(end)) got += (await once(socket, "data"))[0];
  return got;
}

describe("createSecureStreamServer, a stream server over TLS", () => {
  beforeEach(async () => {
    hub = createHub({ log: createMemoryLog() });
    released = Promise.withResolvers();
    requests = [];
    server = createSecureStreamServer({ key, cert }, (request, response) => {
      requests.push(request);
      if (request.url !== "/") return response.end("plain");
      response.on("close", released.resolve);
      serveStream(hub, request, response, { stream: notesStream, topics: [topic], greeting: { message: "hello" } });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    socket = await open();
  });

  afterEach(async () => {
    socket.destroy();
    await shutdown({ server, hub, withinMs: 0, deadlineMs: 0 });
  });

  it("lets HTTP go while the stream goes on, and hosts see that the connection is encrypted", async () => {
    socket.write(REQUEST);
    expect(await readUntil("\n\n")).toContain("event: connected");
    await released.promise;
    await hub.publish(topic, { event: "note", data: { text: "milk" } });
    expect(await readUntil("\n\n")).toContain('data: {"text":"milk"}');
    expect(requests.map((request) => Reflect.get(request.socket, "encrypted"))).toEqual([true]);
    expect(requests[0]?.socket.remoteAddress).toBe("127.0.0.1");
  });

  it("W11.3: takes the next request over the same connection, and answers any other route", async () => {
    for (let round = 0; round < 3; round += 1) {
      socket.write(REQUEST);
      await readUntil("\n\n");
      hub.disconnectAll();
      expect(await readUntil("\r\n0\r\n\r\n")).toContain("event: ending");
    }
    socket.write("GET /other HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(await readUntil("plain")).toContain("200 OK");
  });

  it("D12, D18.2: shutdown ends its streams and its idle connections", async () => {
    socket.write(REQUEST);
    await readUntil("\n\n");
    await released.promise;
    const idle = await open();
    const idleClosed = once(idle, "close");
    const rest = text(socket);
    await shutdown({ server, hub, withinMs: 1 });
    expect(await rest).toMatch(/event: ending\n[\s\S]*\r\n0\r\n\r\n$/);
    await idleClosed;
    expect(server.listening).toBe(false);
  });

  it("closeAllConnections() cuts the streams too, and a reader that leaves is noticed", async () => {
    socket.write(REQUEST);
    await readUntil("\n\n");
    await released.promise;
    socket.destroy();
    await expect.poll(() => hub.countAll()).toBe(0);
    socket = await open();
    socket.write(REQUEST);
    await readUntil("\n\n");
    const closed = once(socket, "close");
    server.closeAllConnections();
    await closed;
    await expect.poll(() => hub.countAll()).toBe(0);
  });
});
