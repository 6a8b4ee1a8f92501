import type { IncomingMessage } from "node:http";
import { createMemoryTicketStore, createStreamTickets, Refusal } from "@tidings/admission";
import { bearerOf, type Origins } from "@tidings/admission/node";
import type { AnyStream } from "@tidings/contracts";
import type { Principal } from "@tidings/hub";
import type { VerifyToken } from "./token-verifier.ts";

/** Who a token names, and what it allows. */
export interface Reader extends Principal {
  readonly expiresAt: number;
  /** The claim `topics`. */
  readonly topics: unknown;
}

/** What {@link createDoors} works with. */
export interface DoorsOptions {
  /** Undefined where no tokens are taken. */
  readonly verify: VerifyToken | undefined;
  /** Names of streams that are open to everybody. */
  readonly open: ReadonlySet<string>;
  /** The cookie that may carry the token; undefined for none. */
  readonly cookie: string | undefined;
  /** The origins whose pages may get tickets with that cookie. */
  readonly origins: Origins;
}

/** Identifies callers, by `Authorization: Bearer`, else by the cookie, and on streams by a ticket. */
export interface Doors {
  /**
   * Resolves with the reader who opens a stream; undefined if the stream is open to everybody and the reader sent no
   * credential. An invalid token or ticket is refused on open streams too, so that its sender notices.
   *
   * @throws Refusal 400, 401 or 503
   */
  openStream(request: IncomingMessage, stream: AnyStream, parameters: URLSearchParams): Promise<Reader | undefined>;
  /**
   * Who asks for a ticket (S13).
   *
   * @throws Refusal 401, 403 or 503
   */
  askTicket(request: IncomingMessage): Promise<Reader>;
  /** Makes a ticket, which opens one stream once. `expiresAt` is milliseconds since 1970. */
  issueTicket(reader: Reader, stream: string): Promise<{ readonly ticket: string; readonly expiresAt: number }>;
}

/** Makes {@link Doors}. Tickets are in memory: a restart ends them, and readers fetch others. */
export function createDoors({ verify, open, cookie, origins }: DoorsOptions): Doors {
  const tickets = createStreamTickets(createMemoryTicketStore<Reader>(), (reader) => reader);

  async function readerOf(request: IncomingMessage): Promise<Reader | undefined> {
    const token = bearerOf(request) ?? cookieOf(request, cookie);
    if (token === undefined || verify === undefined) return undefined;
    const { sub, jti, exp, topics } = await verify(token);
    return { id: sub, expiresAt: exp * 1000, topics, ...(typeof jti === "string" && jti !== "" && { sessionId: jti }) };
  }

  return {
    async openStream(request, stream, parameters) {
      if (parameters.has("token")) {
        throw new Refusal("bad_request", [
          "token: addresses are logged, so that a token must not stand there; send Authorization: Bearer, or get a ticket by POST /ticket",
        ]);
      }
      const ticket = parameters.get("ticket");
      const issued = ticket === null ? undefined : await tickets.redeem(ticket, stream.name);
      const reader = await readerOf(request);
      if (ticket !== null && (issued === undefined || (reader !== undefined && reader.id !== issued.id))) {
        throw new Refusal("unauthenticated", [
          "The ticket is used, expired or not for this; get another by POST /ticket",
        ]);
      }
      const who = reader ?? issued;
      if (who === undefined && !open.has(stream.name)) {
        throw new Refusal("unauthenticated", ["Sign in: this stream needs a token in Authorization: Bearer"]);
      }
      return who;
    },
    async askTicket(request) {
      // Browsers send a cookie with requests of any page, so check the page's origin. A bearer token comes only from a
      // page that knows it.
      if (bearerOf(request) === undefined && !origins.trusts(request)) {
        throw new Refusal("forbidden", ["Pages of this origin get no tickets; start the server with --origin for it"]);
      }
      const reader = await readerOf(request);
      if (reader !== undefined) return reader;
      throw new Refusal("unauthenticated", [
        verify === undefined
          ? "This server takes no tokens: what it serves opens without a ticket"
          : "Sign in: a ticket is made of a token in Authorization: Bearer",
      ]);
    },
    issueTicket: tickets.issue,
  };
}

function cookieOf(request: IncomingMessage, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key = "", ...rest] = pair.trim().split("=");
    if (key === name) return rest.join("=") || undefined;
  }
  return undefined;
}
