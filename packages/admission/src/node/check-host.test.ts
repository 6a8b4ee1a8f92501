import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { checkHost } from "./check-host.ts";

/** What is said of a request that is sent byte by byte. */
async function said(head: string): Promise<string> {
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    try {
      checkHost(request);
      response.end("fine");
    } catch (error) {
      response.end(String(error));
    }
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1", () => socket.write(`${head}\r\nConnection: close\r\n\r\n`));
  return (await text(socket)).split("\r\n\r\n")[1] ?? "";
}

it.each([
  ["GET / HTTP/1.1\r\nHost: example.com:8000", "fine"],
  ["GET / HTTP/1.1\r\nHost: [::1]:8000", "fine"],
  ["GET / HTTP/1.1\r\nHost:", "fine"],
  ["GET / HTTP/1.0", "fine"],
  ["GET / HTTP/1.1", "Host is missing; send it"],
  ["GET / HTTP/1.1\r\nHost: a\r\nhost: b", "Host came more than once"],
  ["GET / HTTP/1.1\r\nHost: a/b", "is not a host"],
  ["GET / HTTP/1.1\r\nHost: a@b", "is not a host"],
  ["GET / HTTP/1.0\r\nHost: a b", "is not a host"],
  [
    "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\nauthorization: Bearer y",
    "Authorization came more than once",
  ],
])("S1.4: %j: %s", async (head, words) => {
  expect(await said(head)).toContain(words);
});
