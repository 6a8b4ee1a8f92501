import { type AnyStream, checkGreeting, type Topic, topicRefusal } from "@tidings/contracts";
import { HubError, refused } from "../error.ts";
import type { Principal } from "./connection.ts";

/** What the hub looks at before it lets a reader in. */
export interface ReaderRequest {
  readonly stream: AnyStream;
  readonly topics: readonly Topic[];
  readonly greeting?: unknown;
  readonly principal?: Principal | undefined;
}

/** Stands in for the fields that the hub knows only after it has read the log. */
const NOT_YET_KNOWN = { connectionId: "c-0", position: "e:0", resume: "none" } as const;

/**
 * Refuses a connection that could not work, where the route asks for it and before anything was sent: a stream that is cut
 * later would be opened again, and cut again, for ever (D21.3).
 *
 * @returns The greeting's payload, to be completed by what the log says
 * @throws HubError `invalid_topic`, `invalid_greeting` or `invalid_options`
 */
export function checkReader({ stream, topics, greeting, principal }: ReaderRequest, heartbeatMs: number): object {
  checkStream(stream);
  if (!Array.isArray(topics)) throw new HubError("invalid_topic", `"${stream.name}": topics must be a list`);
  for (const topic of topics) checkTopic(stream, topic);
  checkPrincipal(principal);
  const checked = checkGreeting(stream, greeting, { ...NOT_YET_KNOWN, heartbeatMs });
  if (!checked.ok) throw new HubError("invalid_greeting", checked.message, checked.issues, checked.cause);
  return checked.data;
}

function checkStream(stream: AnyStream | undefined): void {
  if (typeof stream?.name === "string" && stream.greeting !== undefined) return;
  throw new HubError("invalid_options", "there is no stream to connect to; give one that defineStream made");
}

/** Compares names and not objects: bundlers load a contract once for each route. */
function checkTopic(stream: AnyStream, topic: Topic): void {
  const wrong = topicRefusal(topic);
  if (wrong !== undefined) throw refused(wrong);
  if (topic.stream.name === stream.name) return;
  throw new HubError(
    "invalid_topic",
    `a reader of "${stream.name}" cannot listen to a topic of "${topic.stream.name}"; take the topics of one stream`,
  );
}

function checkPrincipal(principal: Principal | undefined): void {
  if (principal === undefined) return;
  const { id, sessionId, expiresAt } = principal;
  if (typeof id !== "string" || id === "") {
    throw new HubError("invalid_options", "principal.id must be a text; leave principal out where nobody is signed in");
  }
  if (sessionId !== undefined && (typeof sessionId !== "string" || sessionId === "")) {
    throw new HubError("invalid_options", "principal.sessionId must be a text; leave it out where there is none");
  }
  if (expiresAt !== undefined && (typeof expiresAt !== "number" || Number.isNaN(expiresAt))) {
    throw new HubError(
      "invalid_options",
      "principal.expiresAt must be milliseconds since 1970; leave it out for never",
    );
  }
}
