import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../testing/start-server.ts";

/** Everything that is answered to some bytes until the server hangs up. */
function send(server: TestServer, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1", () => socket.write(bytes, "latin1"));
  return text(socket);
}

const large = `X-Large: ${"x".repeat(20_000)}`;

it.each([
  ["a line that is no request", "nonsense\r\n\r\n", 400, /not valid HTTP/],
  [
    "two lengths",
    "POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    400,
    /framing/,
  ],
  ["headers that are too large", `GET /api/orders HTTP/1.1\r\nHost: x\r\n${large}\r\n\r\n`, 431, /send less/],
  ["no Host", "GET /api/orders HTTP/1.1\r\nConnection: close\r\n\r\n", 400, /Host is missing/],
  [
    "an unknown expectation",
    "GET /api/orders HTTP/1.1\r\nHost: x\r\nExpect: more\r\nConnection: close\r\n\r\n",
    417,
    /Expect/,
  ],
])("a request with %s is refused with the error body", async (_what, bytes, status, words) => {
  await using server = await startServer();
  const [head = "", body = ""] = (await send(server, bytes)).split("\r\n\r\n");
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toMatch(/Content-Type: application\/json/);
  expect(head).toMatch(new RegExp(`Content-Length: ${body.length}(\r\n|$)`));
  expect(JSON.parse(body)).toEqual({ success: false, errors: [expect.stringMatching(words)] });
});

it.each([
  ["headers that are too large", `GET /healthz HTTP/1.1\r\nHost: x\r\n${large}\r\n\r\n`, 431],
  ["no request in it", "nonsense\r\n\r\n", 400],
])(
  "what comes in one piece behind a request, with %s, is refused after that one's answer",
  async (_what, bytes, status) => {
    await using server = await startServer();
    const answer = await send(server, `GET /api/nothing HTTP/1.1\r\nHost: x\r\n\r\n${bytes}`);
    const statuses = [...answer.matchAll(/HTTP\/1.1 (\d{3})/g)].map(([, code]) => Number(code));
    expect(statuses).toEqual([404, status]);
  },
);

it.each([
  ["the first in line is told to go on before its answer", "", /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /],
  // Node would put these words between head and body of the answer that waits.
  ["one that waits for another's answer is not told", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1.1 200 /],
])("of requests that expect 100-continue %s", async (_who, before, begins) => {
  await using server = await startServer();
  const token = await server.signIn("ada@example.com");
  const list = `GET /api/orders?token=${token} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`;
  const answer = await send(server, before + list);
  expect(answer).toMatch(begins);
  expect(answer.match(/HTTP\/1.1 /g)).toHaveLength(2);
  // Longer than what Express hands on as a string.
  const [head = "", body = ""] = answer.slice(answer.lastIndexOf("HTTP/1.1 ")).split("\r\n\r\n");
  expect(body.length).toBeGreaterThan(1000);
  expect(head).toContain(`Content-Length: ${body.length}`);
});

it("a body that waits for 100 Continue comes and is answered", async () => {
  await using server = await startServer();
  const body = JSON.stringify({ email: "ada@example.com", password: "wrong" });
  const head = `POST /api/auth/login HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n`;
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.write(`${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`);
  const [interim] = await once(socket, "data");
  expect(String(interim)).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  socket.write(body);
  expect(await text(socket)).toMatch(/^HTTP\/1.1 401 /);
});

it("W12.2: what follows a stream's request while it lives ends nothing and adds nothing to it", async () => {
  await using server = await startServer({ env: { HEARTBEAT_MS: "20" } });
  const token = await server.signIn("ada@example.com");
  const stream = `GET /api/orders/stream?token=${token} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1", () => socket.write(stream));
  socket.setEncoding("utf8");
  const until = async (words: string) => {
    let text = "";
    while (!text.includes(words)) text += (await once(socket, "data"))[0];
    return text;
  };
  expect(await until("event: connected")).toMatch(/^HTTP\/1.1 200 /);
  socket.write("nonsense\r\n\r\n");
  for (let beats = 0; beats < 3; beats += 1) expect(await until(": ping")).not.toContain("HTTP/1.1");
  socket.destroy();
});

it("an HTTP/1.0 request needs no Host", async () => {
  await using server = await startServer();
  expect(await send(server, "GET /healthz HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1.1 200 /);
});
