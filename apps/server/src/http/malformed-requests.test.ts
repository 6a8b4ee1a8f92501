import { connect } from "node:net";
import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import fc from "fast-check";
import { expect, it } from "vitest";
import { startServer } from "../testing/start-server.ts";

const statusPath = `/api/orders/${sampleOrders[0].id}/status`;

async function patch(body: RequestInit["body"], headers: Record<string, string>) {
  await using server = await startServer();
  const token = await server.signIn(sampleUsers.admin.email);
  const response = await server.fetch(statusPath, {
    method: "PATCH",
    headers: { Authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body }),
  });
  return { status: response.status, body: await response.json(), connection: response.headers.get("connection") };
}

const json = { "Content-Type": "application/json" };
const wrongStatus = /^Invalid status/;

it.each([
  ["broken JSON", '{"order_status": ', json, 400, /not valid JSON/],
  ["JSON that is no object", '"Preparing"', json, 400, /not valid JSON/],
  ["an array", "[]", json, 400, /^The body must be an object$/],
  ["nothing", undefined, json, 400, wrongStatus],
  ["an empty object", "{}", json, 400, wrongStatus],
  ["null for the field", '{"order_status":null}', json, 400, wrongStatus],
  [
    "a form",
    "order_status=Preparing",
    { "Content-Type": "application/x-www-form-urlencoded" },
    415,
    /Content-Type: application\/json/,
  ],
  ["text", "Preparing", { "Content-Type": "text/plain" }, 415, /Content-Type: application\/json/],
  ["an unknown encoding", "{}", { ...json, "Content-Encoding": "compress" }, 415, /uncompressed/],
  ["another character set", "{}", { "Content-Type": "application/json; charset=latin1" }, 415, /UTF-8/],
  [
    "what says it is gzip and is not",
    "{}",
    { ...json, "Content-Encoding": "gzip" },
    400,
    /cannot be read|not valid JSON/,
  ],
])("a body with %s is refused with words that say what to do", async (_what, body, headers, status, words) => {
  const answer = await patch(body, headers);
  expect(answer).toMatchObject({ status, body: { success: false, errors: [expect.stringMatching(words)] } });
});

it("a body that is too large is 413, says the limit, and ends the connection", async () => {
  const answer = await patch(JSON.stringify({ order_status: "x".repeat(70_000) }), json);
  expect(answer).toEqual({
    status: 413,
    body: { success: false, errors: ["The body is larger than 65536 bytes; send less"] },
    connection: "close",
  });
});

it("a stranger's body is not looked at: 401 comes first", async () => {
  await using server = await startServer();
  const response = await server.fetch(statusPath, { method: "PATCH", headers: json, body: "{" });
  expect(response.status).toBe(401);
});

it.each([
  ["GET", "/api"],
  ["GET", "/api/nowhere"],
  ["DELETE", "/api/orders"],
  ["POST", "/api/orders/stream/elsewhere"],
  ["GET", "/api/orders/%E0%A4%A"],
  ["GET", "/api/%"],
  ["POST", "/"],
])("%s %s is 404 with the error body", async (method, path) => {
  await using server = await startServer();
  const token = await server.signIn(sampleUsers.ada.email);
  const response = await server.fetch(path, { method, headers: { Authorization: `Bearer ${token}` } });
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ success: false, errors: ["There is nothing at this path and method"] });
});

it.each(["/api/orders/stream", "/api/sse", "/api/sse?conversationId=c", "/api/admin/stream/orders", "/events/stream"])(
  "W13.2: POST, PUT, PATCH and DELETE of the stream %s are 405 and say what is allowed",
  async (path) => {
    await using server = await startServer();
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const response = await server.fetch(path, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("GET, HEAD");
      expect(await response.json()).toEqual({
        success: false,
        errors: ["A stream is opened with GET; use that method"],
      });
    }
  },
);

it("W13.1: HEAD of a stream answers the headers of a GET, without a connection", async () => {
  await using server = await startServer();
  const path = `/api/orders/stream?token=${await server.signIn(sampleUsers.ada.email)}`;
  const head = await server.fetch(path, { method: "HEAD" });
  expect(head.status).toBe(200);
  expect(await head.text()).toBe("");
  expect(server.backend.hub.countAll()).toBe(0);
  const stream = await server.open(path);
  // fetch itself asks to close after a HEAD.
  const lasting = ([name]: [string, string]) => !["date", "connection", "keep-alive"].includes(name);
  expect([...head.headers].filter(lasting)).toEqual([...stream.response.headers].filter(lasting));
});

it("W13.1: HEAD of a stream is refused as a GET is", async () => {
  await using server = await startServer();
  expect((await server.fetch("/api/orders/stream", { method: "HEAD" })).status).toBe(401);
  await server.backend.hub.drain({ withinMs: 0 });
  const token = await server.signIn(sampleUsers.ada.email);
  expect((await server.fetch(`/api/orders/stream?token=${token}`, { method: "HEAD" })).status).toBe(503);
});

it("S11.1: exception text never leaves: a failure that nobody foresaw is 500 with our words, and logged", async () => {
  await using server = await startServer();
  const token = await server.signIn(sampleUsers.ada.email);
  server.backend.hub.head = () => Promise.reject(new Error("secret detail"));
  const response = await server.call(token, "GET", "/api/orders");
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ success: false, errors: ["Something went wrong on our side; try again"] });
  expect(server.logged.join("")).toContain("secret detail");
});

it("S11.2: whatever arrives is answered below 500 with the error body, and the server goes on", async () => {
  await using server = await startServer();
  const tokens = [await server.signIn(sampleUsers.ada.email), await server.signIn(sampleUsers.admin.email), "", "x"];
  const paths = [
    "/api/orders",
    "/api/auth/login",
    "/api/auth/me",
    "/api/orders/:id",
    statusPath,
    "/api/orders/x/cancel",
    "/healthz",
    "/",
  ];
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.constant('{"order_status":"Preparing"}'));
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
        path: fc.constantFrom(...paths),
        tail: fc.string({ unit: "binary" }),
        query: fc.string({ unit: "binary" }),
        body: text,
        type: fc.constantFrom("application/json", "text/plain", "application/json; charset=x", ";"),
        token: fc.constantFrom(...tokens),
      }),
      async ({ method, path, tail, query, body, type, token }) => {
        const response = await server.fetch(
          `${path}${encodeURIComponent(tail.toWellFormed())}?${encodeURI(query.toWellFormed())}`,
          {
            method,
            headers: { "Content-Type": type, ...(token !== "" && { Authorization: `Bearer ${token}` }) },
            ...(method !== "GET" && { body }),
          },
        );
        expect(response.status).toBeLessThan(500);
        const answer = await response.text();
        if (response.status >= 400)
          expect(JSON.parse(answer)).toEqual({ success: false, errors: expect.arrayContaining([expect.any(String)]) });
      },
    ),
    { numRuns: 500 },
  );
});

it("bytes that are no HTTP, and requests cut in the middle, hurt nobody else", async () => {
  await using server = await startServer();
  const { hostname, port } = new URL(server.url);
  const send = (bytes: string) =>
    new Promise<string>((resolve) => {
      let answer = "";
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      socket.setEncoding("utf8");
      socket.on("data", (chunk) => {
        answer += chunk;
        socket.destroy();
      });
      socket.on("error", () => {});
      socket.on("close", () => resolve(answer));
    });
  expect(await send("nonsense\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
  expect(await send("GET /api/orders HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
  const cut = connect(Number(port), hostname, () => {
    cut.end(
      "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    );
  });
  await new Promise((resolve) => cut.resume().on("close", resolve));
  expect((await server.fetch("/healthz")).status).toBe(200);
});
