import { expect, it } from "vitest";
import { checkHeaders, checkStatus, unreached } from "./check-answer.ts";

const STREAM = { "Content-Type": "text/event-stream", "Cache-Control": "no-cache, no-transform" };
const answer = (headers: Record<string, string>, status = 200) => new Response(null, { status, headers });

it.each([
  ["ECONNREFUSED", "nothing listens there; start the server, or correct the address"],
  ["ENOTFOUND", "there is no such host; correct the address, or its DNS"],
  ["ECONNRESET", "the connection was cut; look into the proxy's log"],
  ["UND_ERR_SOCKET", "the connection was cut; look into the proxy's log"],
  ["CERT_HAS_EXPIRED", "the certificate has expired; renew it"],
  ["EHOSTUNREACH", "see whether curl reaches the address"],
])("no answer because of %s: says what to do", (code, fix) => {
  expect(unreached(code)).toEqual({ level: "error", text: `no answer (${code})`, fix });
});

it.each<[number, Record<string, string>, string, string]>([
  [300, { Location: "/b" }, "a redirect (300)", "open /b itself"],
  [399, { Location: "/b" }, "a redirect (399)", "open /b itself"],
  [401, {}, "refused (401)", "--token"],
  [403, {}, "refused (403)", "--token"],
  [404, {}, "nothing there (404)", "correct the path"],
  [429, { "Retry-After": "7" }, "refused for now (429)", "try again in 7 seconds"],
  [503, {}, "refused for now (503)", "try again in some seconds"],
  [502, {}, "the proxy did not reach the server (502)", "look whether the server runs"],
  [504, {}, "the proxy did not reach the server (504)", "look whether the server runs"],
  [204, {}, "status 204", "answered with 200"],
  [400, {}, "status 400", "answered with 200"],
  [500, STREAM, "status 500", "answered with 200"],
  [200, { "Content-Type": "TEXT/HTML" }, "an HTML page instead of a stream", "route this path"],
  [200, { "Content-Type": "application/xml;a=text/html" }, "Content-Type application/xml;a=text/html", "answer with"],
  [200, { "Content-Type": "text/event-streams" }, "Content-Type text/event-streams", "text/event-stream"],
  [200, {}, "Content-Type none", "answer with Content-Type: text/event-stream"],
])("an answer %i with %o is no stream", (status, headers, text, fix) => {
  expect(checkStatus(answer(headers, status))).toEqual({
    level: "error",
    text,
    fix: expect.stringContaining(fix),
  });
});

it.each(["text/event-stream", "text/event-stream ; charset=utf-8", "TEXT/EVENT-STREAM;charset=utf-8"])(
  "an answer of type %s is a stream",
  (type) => {
    expect(checkStatus(answer({ "Content-Type": type }))).toBeUndefined();
  },
);

it("headers as they should be are only said to be fine", () => {
  expect(checkHeaders(answer(STREAM), undefined)).toEqual([{ level: "ok", text: "200, text/event-stream" }]);
});

it.each<[Record<string, string>, string, string]>([
  [{ "Cache-Control": "" }, "warning", 'Cache-Control "" lets caches keep it'],
  [{ "Cache-Control": "max-age=1, no-transform" }, "warning", "lets caches keep it"],
  [{ "Cache-Control": "No-Store" }, "warning", "proxies may compress it"],
  [{ "Content-Encoding": "gzip" }, "warning", "compressed (gzip): fine only if every event is flushed"],
  [{ "Content-Length": "9" }, "error", "a Content-Length: it would end after that"],
])("a stream with %o is warned of, and of nothing else", (headers, level, text) => {
  expect(checkHeaders(answer({ ...STREAM, ...headers }), undefined)).toEqual([
    { level: "ok", text: "200, text/event-stream" },
    { level, text: expect.stringContaining(text), fix: expect.stringMatching(/\S{2}/) },
  ]);
});

it("pages of an origin may read a stream that names exactly it", () => {
  const origin = "https://app.example.com";
  const cors = (allowed?: string) =>
    checkHeaders(
      answer(allowed === undefined ? STREAM : { ...STREAM, "Access-Control-Allow-Origin": allowed }),
      origin,
    );
  expect(cors(origin)[1]).toEqual({ level: "ok", text: `pages of ${origin} may read it` });
  const fix = expect.stringContaining(`tidings serve: --origin ${origin}`);
  expect(cors("*")[1]).toEqual({ level: "warning", text: expect.stringContaining("but without cookies"), fix });
  for (const other of [undefined, "https://other.example.com"]) {
    const text = `pages of ${origin} may not read it (Access-Control-Allow-Origin: ${other ?? "none"})`;
    expect(cors(other)[1]).toEqual({ level: "error", text, fix });
  }
});
