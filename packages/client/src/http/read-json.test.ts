import type { ServerResponse } from "node:http";
import { listOrders } from "@tidings/contracts/orders";
import { afterEach, expect, it } from "vitest";
import { createClient } from "../client.ts";
import { type HttpServer, startHttpServer } from "../testing/http-server.ts";

let server: HttpServer | undefined;
afterEach(() => server?.close());

/** What a client says of a call that a real server answers like this. */
async function saidOf(answer: (response: ServerResponse) => void): Promise<unknown> {
  server = await startHttpServer((_request, response) => answer(response));
  // Infinity: only a refusal by the headers can end a call whose body does not end.
  const client = createClient({ baseUrl: server.url, callTimeoutMs: Number.POSITIVE_INFINITY });
  return client.call(listOrders, {}).then(
    () => "it took the answer",
    ({ code, status, subject, message }) => ({ code, status, subject, message }),
  );
}

const refused = (status: number, words: string) => ({
  code: "invalid_response",
  status,
  subject: "listOrders",
  message: `GET ${server?.url}/api/orders (listOrders) was answered ${words}`,
});

it.each(["text/event-stream", "Text/Event-Stream; charset=utf-8"])(
  "C16.2: a stream (%s) as the answer to a call is refused at once, and let go of",
  async (type) => {
    const left = Promise.withResolvers<void>();
    const said = await saidOf((response) => {
      response.on("close", left.resolve);
      response.writeHead(200, { "content-type": type }).write("event: connected\ndata: {}\n\n");
    });
    expect(said).toEqual(
      refused(200, "with a stream, not JSON. Serve the stream at its own path only, and answer this one with JSON."),
    );
    await left.promise;
  },
);

it.each([
  ["a page", 200, "text/html", "<!doctype html><title>Sign in</title>", "with an HTML page, not JSON."],
  ["a page that says it is JSON", 200, "application/json", "<HTML lang=en>", "with an HTML page, not JSON."],
  ["a text", 200, "text/plain; charset=utf-8", "hello", "with text/plain; charset=utf-8, not JSON."],
  ["half of its JSON", 200, "application/json", '{"success":tr', "with malformed JSON."],
  ["bytes of no type", 200, undefined, "hello", "with a body of no declared type, not JSON."],
  ["an empty body", 200, "application/json", "", "with an empty body (status 200), not JSON."],
  ["no content", 204, undefined, "", "with an empty body (status 204), not JSON."],
])("C16.3: %s as the answer to a call is refused in words", async (_what, status, type, body, words) => {
  const said = await saidOf((response) => {
    response.writeHead(status, type === undefined ? {} : { "content-type": type }).end(body);
  });
  const advice = words.includes("HTML")
    ? "It may be a sign-in page, or come from a server that does not know this path: check createClient's baseUrl."
    : "Check that this address leads to your API.";
  expect(said).toEqual(refused(status, `${words} ${advice}`));
});

it("C16.3: JSON is taken whatever type its server gives it, but for a stream's", async () => {
  const said = await saidOf((response) => {
    response.writeHead(200, { "content-type": "text/html" }).end('{"success":true,"data":[]}');
  });
  expect(said).toBe("it took the answer");
});
