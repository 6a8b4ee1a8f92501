import type { IncomingMessage } from "node:http";
import { Refusal } from "@tidings/admission";
import type { AnyStream, Topic } from "@tidings/contracts";
import type { Principal } from "@tidings/hub";
import { bearerOf } from "./bearer.ts";
import { topicsOf } from "./reader-topics.ts";
import type { VerifyToken } from "./token-verifier.ts";

/** Who may open streams. */
export interface Doors {
  /** Undefined where no tokens are taken. */
  readonly verify: VerifyToken | undefined;
  /** Names of streams that are open to everybody. */
  readonly open: ReadonlySet<string>;
  /** The cookie that may carry the token; undefined for none. */
  readonly cookie: string | undefined;
}

/** A reader who may listen. */
export interface Admitted {
  readonly topics: readonly Topic[];
  readonly principal: Principal | undefined;
}

/**
 * Finds out who asks for a stream, by `Authorization: Bearer`, else by the cookie, and what they may hear. A token that is
 * not valid is refused on open streams too: whoever sends one wants to know.
 *
 * @throws Refusal 400, 401, 403 or 503
 */
export async function authorize(
  request: IncomingMessage,
  stream: AnyStream,
  parameters: URLSearchParams,
  { verify, open, cookie }: Doors,
): Promise<Admitted> {
  const token = bearerOf(request) ?? cookieOf(request, cookie);
  const isOpen = open.has(stream.name);
  const wish = { stream, wanted: parameters.get("topic"), open: isOpen };
  if (token === undefined || verify === undefined) {
    if (isOpen) return { topics: topicsOf({ ...wish, claim: undefined }), principal: undefined };
    throw new Refusal("unauthenticated", ["Sign in: this stream needs a token in Authorization: Bearer"]);
  }
  const { sub, jti, exp, topics } = await verify(token);
  const principal = {
    id: sub,
    expiresAt: exp * 1000,
    ...(typeof jti === "string" && jti !== "" && { sessionId: jti }),
  };
  return { topics: topicsOf({ ...wish, claim: topics }), principal };
}

function cookieOf(request: IncomingMessage, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key = "", ...rest] = pair.trim().split("=");
    if (key === name) return rest.join("=") || undefined;
  }
  return undefined;
}
