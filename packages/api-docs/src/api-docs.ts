import { createHash } from "node:crypto";
import { type AssetName, createAssets, isAsset, isInstalled } from "./assets.ts";
import type { AsyncApi } from "./asyncapi.ts";
import type { OpenApi } from "./openapi.ts";
import { type Page, pages, renderPage } from "./pages.ts";

/** What {@link createApiDocs} takes. */
export interface ApiDocsOptions {
  /** Makes the OpenAPI document, when it is first asked for. */
  readonly openApi: () => OpenApi;
  /** Makes the AsyncAPI document, when it is first asked for. */
  readonly asyncApi: () => AsyncApi;
  /** What the pages call the API. Default `API`. */
  readonly name?: string | undefined;
  /** Where the first page is; everything else is below it. Begins with a slash and does not end with one. Default `/docs`. */
  readonly base?: `/${string}` | undefined;
  /**
   * Whether pages show the documents; false only links to them. Default true. Without the viewer's package pages only
   * link.
   */
  readonly viewers?: boolean | undefined;
}

/** The parts of a request that the documents need. */
export interface DocsRequest {
  readonly method: string;
  /** Without a query. */
  readonly path: string;
  /** The header `Accept-Encoding`. Without it files are sent uncompressed. */
  readonly acceptEncoding?: string | null | undefined;
  /** The header `If-None-Match`. */
  readonly ifNoneMatch?: string | null | undefined;
}

/** An answer to be sent as it is. */
export interface DocsAnswer {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where the status is 304 or the method `HEAD`. */
  readonly body: string | Buffer<ArrayBuffer>;
}

/** The documents, and pages that show them, for any server. */
export interface ApiDocs {
  /** Answers a request for a document, page or asset; undefined if the path is none of them. */
  answer(request: DocsRequest): Promise<DocsAnswer | undefined>;
  /** The same for web requests and responses; answers 404 if the path is none of them. */
  fetch(request: Request): Promise<Response>;
}

/**
 * Makes the documents' pages: `/docs` shows requests and streams in Swagger UI where `swagger-ui-dist` is installed,
 * `/docs/events` shows the events in AsyncAPI's viewer where `@asyncapi/react-component` is; `/docs/openapi.json` and
 * `/docs/asyncapi.json` are the documents. The pages load nothing from elsewhere and carry a strict policy.
 *
 * @throws TypeError `base` does not begin with a slash, ends with one, or has characters that an address escapes.
 * @example
 * const docs = createApiDocs({ openApi: () => createOpenApi(api), asyncApi: () => createAsyncApi(api), name: "Builds" });
 * app.get("/docs/*", (context) => docs.fetch(context.req.raw)); // Hono
 */
export function createApiDocs(options: ApiDocsOptions): ApiDocs {
  const { openApi, asyncApi, name = "API", base = "/docs", viewers = true } = options;
  if (!/^(\/[\w.~-]+)+$/.test(base)) {
    throw new TypeError(`base is "${base}"; give a path such as "/docs", without a slash at its end`);
  }
  const files = createAssets();
  const made = new Map<string, Content>();
  const documents: Readonly<Record<string, () => Content>> = {
    [`${base}/openapi.json`]: () => json(openApi()),
    [`${base}/asyncapi.json`]: () => json(asyncApi()),
    ...Object.fromEntries(
      pages.map((page) => [
        `${base}${page.path}`,
        () => {
          const html = renderPage(page, { base, name, viewable: isViewable(page) });
          return content("text/html; charset=utf-8", html, {
            "Content-Security-Policy": page.policy,
          });
        },
      ]),
    ),
  };

  function isViewable(page: Page): boolean {
    return viewers && isInstalled(page);
  }

  function isShown(file: AssetName): boolean {
    const page = pages.find(({ styles, scripts }) => styles.includes(file) || scripts.includes(file));
    return file === "docs.css" || (page !== undefined && isViewable(page));
  }

  /** Documents and pages are made once, and when they are first asked for. */
  function documentAt(path: string): Content | undefined {
    const make = Object.hasOwn(documents, path) ? documents[path] : undefined;
    const known = made.get(path) ?? make?.();
    if (known !== undefined) made.set(path, known);
    return known;
  }

  async function fileAt(path: string, gzip: boolean): Promise<Content | undefined> {
    const file = path.startsWith(`${base}/assets/`) ? path.slice(`${base}/assets/`.length) : "";
    if (!isAsset(file) || !isShown(file)) return undefined;
    const { type, etag, gzipped, plain } = await files(file);
    const headers = { ETag: etag, Vary: "Accept-Encoding", ...(gzip && { "Content-Encoding": "gzip" }) };
    return { headers: { ...shared(TYPES[type]), ...headers }, body: gzip ? gzipped : await plain() };
  }

  async function answer(request: DocsRequest): Promise<DocsAnswer | undefined> {
    const { method, path, ifNoneMatch } = request;
    if (method !== "GET" && method !== "HEAD") return undefined;
    const found = documentAt(path) ?? (await fileAt(path, takesGzip(request.acceptEncoding)));
    if (found === undefined) return undefined;
    const has = ifNoneMatch?.split(",").some((tag) => tag.trim() === found.headers.ETag || tag.trim() === "*");
    if (has) {
      const { "Content-Type": _type, "Content-Encoding": _encoding, ...headers } = found.headers;
      return { status: 304, headers, body: "" };
    }
    return { status: 200, headers: found.headers, body: method === "HEAD" ? "" : found.body };
  }

  return {
    answer,
    async fetch({ method, url, headers }) {
      const found = await answer({
        method,
        path: new URL(url).pathname,
        acceptEncoding: headers.get("accept-encoding"),
        ifNoneMatch: headers.get("if-none-match"),
      });
      if (found === undefined) {
        return Response.json({ success: false, errors: ["There is nothing at this path and method"] }, { status: 404 });
      }
      return new Response(found.status === 304 ? null : found.body, { status: found.status, headers: found.headers });
    },
  };
}

interface Content {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer<ArrayBuffer>;
}

const TYPES = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" } as const;

function shared(type: string): Readonly<Record<string, string>> {
  return { "Content-Type": type, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff" };
}

function content(type: string, body: string, headers: Readonly<Record<string, string>> = {}): Content {
  const etag = `W/"${createHash("sha256").update(body).digest("base64url")}"`;
  return { headers: { ...shared(type), ETag: etag, ...headers }, body };
}

function json(document: object): Content {
  return content("application/json; charset=utf-8", JSON.stringify(document));
}

/** Whether a reader accepts gzip, with a weight above 0. */
function takesGzip(header: string | null | undefined): boolean {
  return (header ?? "").split(",").some((part) => {
    const [coding = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    return (coding === "gzip" || coding === "*") && !parameters.some((text) => /^q=0(\.0*)?$/.test(text));
  });
}
