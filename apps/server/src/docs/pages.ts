import type { AssetName } from "./assets.ts";

/** A page that shows a document. */
export interface Page {
  readonly path: string;
  readonly title: string;
  readonly document: string;
  readonly styles: readonly AssetName[];
  readonly scripts: readonly AssetName[];
  /** Where its scripts may come from, if not from here alone. */
  readonly scriptSources?: readonly string[];
}

/** The two pages, in the order that their links stand. */
export const pages: readonly Page[] = [
  {
    path: "/docs",
    title: "Requests and streams",
    document: "/docs/openapi.json",
    styles: ["swagger-ui.css", "docs.css"],
    scripts: ["swagger-ui.js", "openapi.js"],
  },
  {
    path: "/docs/events",
    title: "Events",
    document: "/docs/asyncapi.json",
    styles: ["asyncapi-ui.css", "docs.css", "asyncapi.css"],
    scripts: ["asyncapi-ui.js", "asyncapi.js"],
    // The viewer's parser compiles its schemas.
    scriptSources: ["'self'", "'unsafe-eval'"],
  },
];

/** A page's HTML. Nothing is inline, as the policy of every page wants it. */
export function renderPage(shown: Page, urlOf: (asset: AssetName) => string): string {
  const links = pages.map(
    ({ path, title }) => `<a href="${path}"${path === shown.path ? ' aria-current="page"' : ""}>${title}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${shown.title} · Tidings</title>
${shown.styles.map((asset) => `<link rel="stylesheet" href="${urlOf(asset)}">`).join("\n")}
${shown.scripts.map((asset) => `<script defer src="${urlOf(asset)}"></script>`).join("\n")}
<nav class="masthead" aria-label="Documents">
<strong>Tidings</strong>
${links.join("\n")}
<a class="file" href="${shown.document}">${shown.document.split("/").at(-1)}</a>
</nav>
<main id="viewer"><p class="notice">Loading…</main>
<noscript><p class="notice">The viewer needs JavaScript; <a href="${shown.document}">the document</a> does not.</noscript>
`;
}
