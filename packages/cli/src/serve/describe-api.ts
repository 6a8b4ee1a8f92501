import {
  type Api,
  type ApiDocs,
  createApiDocs,
  createAsyncApi,
  createOpenApi,
  type SecurityScheme,
} from "@tidings/api-docs";
import type { AnyStream } from "@tidings/contracts";
import { createStreamTicket } from "@tidings/contracts/auth";
import { ownRoutes } from "./own-routes.ts";

/** What the documents describe beside the contract. */
export interface DescribedServer {
  readonly streams: readonly AnyStream[];
  /** Names of streams that are open to everybody. */
  readonly open: ReadonlySet<string>;
  readonly takesTokens: boolean;
  /** The cookie that may carry the token; undefined for none. */
  readonly cookie: string | undefined;
}

const DESCRIPTION = `
A standalone hub: backends publish by \`POST /publish\`, and readers hear the events on the streams below.
\`/docs/events\` and \`/asyncapi.json\` tell of each event.

Every answer but a stream is \`{ "success": true, "data": … }\` or \`{ "success": false, "errors": ["…"] }\`, with words
that say what to do.
`.trim();

const EVENTS_DESCRIPTION = `
What comes down the streams of this server, as Server-Sent Events. Backends publish it by \`POST /publish\`; readers that
cannot set a header open a stream with a ticket of \`POST /ticket\` as \`?ticket=\`. \`/docs\` and \`/openapi.json\` tell of
both.
`.trim();

/** Makes the documents of a server and the pages that show them. Each is made on the first request for it. */
export function describeServer(server: DescribedServer): ApiDocs {
  const api = apiOf(server);
  const license = { title: "Tidings hub", version: "1.0.0" };
  return createApiDocs({
    name: "Tidings hub",
    openApi: () =>
      createOpenApi({
        ...api,
        info: { ...license, description: DESCRIPTION },
        tags: [
          { name: "publishing", description: "For backends" },
          { name: "operations", description: "For whoever runs the server" },
        ],
        routes: ownRoutes(server.streams),
      }),
    asyncApi: () => createAsyncApi({ ...api, info: { ...license, description: EVENTS_DESCRIPTION } }),
  });
}

function apiOf({ streams, open, takesTokens, cookie }: DescribedServer): Api {
  // A stream that --public does not name requires a token, even if its contract allows anyone.
  const served = streams.map((stream) => {
    const closed = stream.access === "anyone" ? "user" : stream.access;
    return { ...stream, access: open.has(stream.name) ? stream.access : closed };
  });
  const tickets = {
    name: "tickets",
    description: "For readers that cannot set a header",
    exports: { ticket: { ...createStreamTicket, path: "/ticket" } },
  };
  const exports = Object.fromEntries(served.map((stream) => [stream.name, stream]));
  return {
    parts: [{ name: "streams", description: "What readers open", exports }, ...(takesTokens ? [tickets] : [])],
    streams: served,
    streamParameters: [
      {
        name: "topic",
        description:
          "The one topic to subscribe to. Default: those that the token names, and `all` of a public stream.",
        schema: { type: "string" },
      },
    ],
    security: { ...(takesTokens && readerSchemes(cookie)), ...backendSchemes },
  };
}

function readerSchemes(cookie: string | undefined): Readonly<Record<string, SecurityScheme>> {
  return {
    bearer: {
      scheme: {
        type: "http",
        scheme: "bearer",
        bearerFormat: "JWT",
        description: "A token whose claim `topics` lists the allowed topics: `builds/web`, or `builds/*`.",
      },
      opens: ["endpoints", "streams"],
    },
    ...(cookie !== undefined && {
      cookie: {
        scheme: { type: "apiKey", in: "cookie", name: cookie, description: "The same token in a cookie." },
        opens: ["endpoints", "streams"] as const,
      },
    }),
    ticket: {
      scheme: {
        type: "apiKey",
        in: "query",
        name: "ticket",
        description: "A ticket of `POST /ticket`: it opens one stream once, within 30 s.",
      },
      opens: ["streams"],
    },
  };
}

const backendSchemes: Readonly<Record<string, SecurityScheme>> = {
  publishKey: {
    scheme: { type: "http", scheme: "bearer", description: "One of the keys of `--publish-key`." },
    opens: [],
  },
  metricsToken: {
    scheme: { type: "http", scheme: "bearer", description: "The token of `--metrics-token`." },
    opens: [],
  },
};
