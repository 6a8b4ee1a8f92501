import { expect, it } from "vitest";
import { pages, renderPage } from "./pages.ts";

const [requests, events] = pages;
if (requests === undefined || events === undefined) throw new Error("there are two pages");
const options = { base: "/docs", name: 'A & "B"', viewable: true };
/** What a page loads and links to, in its order. */
const addresses = (html: string) => [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address);

it("a page loads its viewer's style before its own, then its viewer, and links to both pages and its document", () => {
  expect(addresses(renderPage(requests, options))).toEqual([
    "data:,",
    "/docs/assets/swagger-ui.css",
    "/docs/assets/docs.css",
    "/docs/assets/swagger-ui.js",
    "/docs/assets/openapi.js",
    "/docs",
    "/docs/events",
    "/docs/openapi.json",
    "/docs/openapi.json",
  ]);
  expect(addresses(renderPage(events, options))).toEqual([
    "data:,",
    "/docs/assets/asyncapi-ui.css",
    "/docs/assets/docs.css",
    "/docs/assets/asyncapi.css",
    "/docs/assets/asyncapi-ui.js",
    "/docs/assets/asyncapi.js",
    "/docs",
    "/docs/events",
    "/docs/asyncapi.json",
    "/docs/asyncapi.json",
  ]);
});

it("a page is titled, marks its own link, and writes a name's signs as text", () => {
  const page = renderPage(events, options);
  expect(page).toContain("<title>Events · A &#38; &#34;B&#34;</title>");
  expect(page).toContain(
    '<a href="/docs">Requests and streams</a>\n<a href="/docs/events" aria-current="page">Events</a>',
  );
  expect(page).toContain('<a class="file" href="/docs/asyncapi.json">asyncapi.json</a>');
  expect(page).toContain('<p class="notice">Loading…</main>');
});

it("without its viewer a page has its own style alone, runs nothing, and says what to install", () => {
  const page = renderPage(requests, { ...options, viewable: false });
  expect(addresses(page)).toEqual([
    "data:,",
    "/docs/assets/docs.css",
    "/docs",
    "/docs/events",
    "/docs/openapi.json",
    "/docs/openapi.json",
  ]);
  expect(page).toContain("Install swagger-ui-dist on this server to read the document here.");
});
