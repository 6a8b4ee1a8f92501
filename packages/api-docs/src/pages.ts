import type { AssetName } from "./assets.ts";

/** A page that shows a document. Paths are below the documents' own. */
export interface Page {
  readonly path: "" | "/events";
  readonly title: string;
  readonly document: "/openapi.json" | "/asyncapi.json";
  /** The package that shows the document, to be installed beside this one. */
  readonly viewer: "swagger-ui-dist" | "@asyncapi/react-component";
  readonly styles: readonly AssetName[];
  readonly scripts: readonly AssetName[];
  readonly policy: string;
}

/** The content security policy: everything from this origin, nothing inline, no frames. */
const POLICY =
  "default-src 'self';img-src 'self' data:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'";

/** The two pages, in the order that their links stand. */
export const pages: readonly Page[] = [
  {
    path: "",
    title: "Requests and streams",
    document: "/openapi.json",
    viewer: "swagger-ui-dist",
    styles: ["swagger-ui.css", "docs.css"],
    scripts: ["swagger-ui.js", "openapi.js"],
    policy: POLICY,
  },
  {
    path: "/events",
    title: "Events",
    document: "/asyncapi.json",
    viewer: "@asyncapi/react-component",
    styles: ["asyncapi-ui.css", "docs.css", "asyncapi.css"],
    scripts: ["asyncapi-ui.js", "asyncapi.js"],
    // The viewer's parser compiles schemas with `eval`.
    policy: `${POLICY};script-src 'self' 'unsafe-eval'`,
  },
];

/** What a page is rendered from. */
export interface PageOptions {
  /** The path of the documents, without a slash at its end. */
  readonly base: string;
  /** What the API is called. */
  readonly name: string;
  /** Whether the page's viewer is installed. */
  readonly viewable: boolean;
}

/**
 * Renders a page's HTML. Its policy forbids inline scripts and styles, so there are none. Without a viewer the page
 * links to the document.
 */
export function renderPage(shown: Page, { base, name, viewable }: PageOptions): string {
  const links = pages.map(
    ({ path, title }) => `<a href="${base}${path}"${path === shown.path ? ' aria-current="page"' : ""}>${title}</a>`,
  );
  const document = `${base}${shown.document}`;
  const styles = viewable ? shown.styles : (["docs.css"] as const);
  const scripts = viewable ? shown.scripts : [];
  const title = escapeHtml(name);
  const notice = viewable ? "Loading…" : `Install ${shown.viewer} on this server to read the document here.`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${shown.title} · ${title}</title>
${styles.map((asset) => `<link rel="stylesheet" href="${base}/assets/${asset}">`).join("\n")}
${scripts.map((asset) => `<script defer src="${base}/assets/${asset}"></script>`).join("\n")}
<nav class="masthead" aria-label="Documents">
<strong>${title}</strong>
${links.join("\n")}
<a class="file" href="${document}">${document.split("/").at(-1)}</a>
</nav>
<main id="viewer"><p class="notice">${notice}</main>
<noscript><p class="notice">The viewer needs JavaScript; <a href="${document}">the document</a> does not.</noscript>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
