import { expect, it } from "vitest";
import { createOrigins, readAllowedOrigin, readOrigin } from "./origins.ts";

const origins = createOrigins(["https://a.example.com", "http://localhost:*"]);

it.each(["https://a.example.com", "http://localhost", "http://localhost:5173", "http://localhost:1"])(
  "S6.1: %s is allowed by its whole name, a port by the star",
  (origin) => {
    expect(origins.allows(origin)).toBe(true);
  },
);

it.each([
  "http://a.example.com",
  "https://a.example.com:8443",
  "https://a.example.com.evil.example",
  "https://localhost:5173",
  "http://localhost:5173.evil.example",
  "http://localhost:123456",
  "http://localhost:",
  "http://localhost:*",
  "http://localhost.evil.example",
  "null",
  "*",
  "",
])("S6.1: %j is not allowed", (origin) => {
  expect(origins.allows(origin)).toBe(false);
});

it("S6.1: an empty list allows nobody", () => {
  expect(createOrigins([]).allows("http://localhost")).toBe(false);
});

const own = { host: "shop.example.com" };
it.each([
  ["of no page at all", own, true],
  ["that the user typed", { ...own, "sec-fetch-site": "none" }, true],
  ["of this server", { ...own, origin: "https://shop.example.com" }, true],
  [
    "of this server, as the browser says",
    { ...own, origin: "https://x.example", "sec-fetch-site": "same-origin" },
    true,
  ],
  ["of an allowed site", { ...own, origin: "https://a.example.com", "sec-fetch-site": "cross-site" }, true],
  ["of another site", { ...own, origin: "https://evil.example" }, false],
  ["of another port of this host", { ...own, origin: "https://shop.example.com:8443" }, false],
  ["of another site that hides its origin", { ...own, "sec-fetch-site": "cross-site" }, false],
  ["of a sister site that hides its origin", { ...own, "sec-fetch-site": "same-site" }, false],
  ["of a sandboxed frame", { ...own, origin: "null" }, false],
  ["whose origin is no address", { ...own, origin: "shop.example.com" }, false],
] as const)("S5.2: a request %s is trusted: %j is %s", (_what, headers, trusted) => {
  expect(origins.trusts({ headers })).toBe(trusted);
});

it("S5.2: behind a proxy the host that the browser used counts, and not the proxy's", () => {
  const headers = { host: "10.0.0.1:8000", origin: "https://shop.example.com" };
  expect(origins.trusts({ headers })).toBe(false);
  expect(origins.trusts({ headers, host: "shop.example.com" })).toBe(true);
});

it.each([
  ["https://app.example.com", "https://app.example.com"],
  [" http://localhost:5173/ ", "http://localhost:5173"],
  ["https://app.example.com/path", undefined],
  ["https://app.example.com?a", undefined],
  ["https://user@app.example.com", undefined],
  ["ftp://app.example.com", undefined],
  ["app.example.com", undefined],
  ["http://localhost:*", undefined],
  ["null", undefined],
  ["", undefined],
])("S6.1: %j is read as the origin %s", (text, origin) => {
  expect(readOrigin(text)).toBe(origin);
});

it.each([
  ["http://localhost:*", "http://localhost:*"],
  ["http://localhost:*/", "http://localhost:*"],
  ["https://app.example.com", "https://app.example.com"],
  ["*", undefined],
  [":*", undefined],
  ["http://*", undefined],
  ["http://*.example.com", undefined],
  ["http://localhost:**", undefined],
])("S6.1: %j in a list of origins is read as %s", (text, origin) => {
  expect(readAllowedOrigin(text)).toBe(origin);
});
