import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";

async function answerTo(url: string, ...lines: readonly string[]): Promise<readonly [string, string]> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write([...lines, "Connection: close", "", ""].join("\r\n"));
  const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  return [head, body];
}

const PATHS = ["/api/auth/me", "/api/orders/stream", "/healthz", "/"];

it.each([
  ["named twice", ["Host: a.example.com", "Host: b.example.com"], "The header Host came more than once; send it once"],
  ["named twice alike", ["Host: a", "host: a"], "The header Host came more than once; send it once"],
  ["missing", [], "The header Host is missing; send it"],
  ["a list", ["Host: a.example.com, b.example.com"], "is not a host"],
  ["an address of a page", ["Host: http://a.example.com/"], "is not a host"],
  ["two words", ["Host: a b"], "is not a host"],
  ["of a port in letters", ["Host: a.example.com:http"], "is not a host"],
  ["of a name before it", ["Host: user@a.example.com"], "is not a host"],
])("RFC 9112 3.2: a host that is %s is 400 at every address", async (_what, hosts, words) => {
  await using server = await startServer();
  for (const path of PATHS) {
    const [head, body] = await answerTo(server.url, `GET ${path} HTTP/1.1`, ...hosts);
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(head.toLowerCase()).toContain("x-content-type-options: nosniff");
    expect(JSON.parse(body)).toEqual({ success: false, errors: [expect.stringContaining(words)] });
  }
});

it.each(["localhost", "a.example.com:8000", "[::1]:8000", "127.0.0.1", "", "my_host.", "a:"])(
  "RFC 9112 3.2: the host %j is one",
  async (host) => {
    await using server = await startServer();
    const [head] = await answerTo(server.url, "GET /healthz HTTP/1.1", `Host: ${host}`);
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
  },
);

it.each(["/api/auth/me", "/api/orders/stream", "/events/stream?events=record.created", "/healthz"])(
  "RFC 9112 3.2.2: %s is found by its whole address, too, as proxies may ask for it",
  async (path) => {
    await using server = await startServer();
    const headers = ["Host: localhost", `Authorization: Bearer ${await server.signIn("ada@example.com")}`];
    const about = async (target: string) => {
      const [head] = await answerTo(server.url, `HEAD ${target} HTTP/1.1`, ...headers);
      return [head.split("\r\n")[0], /^content-type: [^\r]*/im.exec(head)?.[0]];
    };
    const [status, type] = await about(path);
    expect(status).toBe("HTTP/1.1 200 OK");
    for (const origin of [server.url, "HTTP://shop.example.com"]) {
      expect(await about(`${origin}${path}`)).toEqual([status, type]);
    }
  },
);

it("S1.4: two Authorization headers are two identities: 400, also for one of HTTP/1.0", async () => {
  await using server = await startServer();
  const token = await server.signIn("ada@example.com");
  for (const first of ["GET /api/auth/me HTTP/1.1", "GET /api/auth/me HTTP/1.0"]) {
    const [head, body] = await answerTo(
      server.url,
      first,
      "Host: localhost",
      `Authorization: Bearer ${token}`,
      "authorization: Bearer another",
    );
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(body).toContain("The header Authorization came more than once");
  }
});
