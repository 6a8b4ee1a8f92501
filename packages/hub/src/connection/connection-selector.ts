import { type Topic, topicRefusal } from "@tidings/contracts";
import { HubError } from "../error.ts";
import type { Connection } from "./connection.ts";

interface Criteria {
  readonly principalId: string;
  readonly sessionId: string;
  readonly topic: Topic;
}

/**
 * Which connections: those to which everything named here applies. At least one thing is named, and nothing by undefined:
 * whoever means all connections says `disconnectAll` (S23.2).
 */
export type ConnectionSelector = {
  readonly [Named in keyof Criteria]: Pick<Criteria, Named> & Partial<Omit<Criteria, Named>>;
}[keyof Criteria];

/**
 * Whether a selector means a connection.
 *
 * @throws HubError `invalid_options` where it names nothing, or something by undefined or by an empty text
 */
export function selects(selector: ConnectionSelector): (connection: Connection) => boolean {
  const named = Object.entries({ ...selector });
  for (const [name, value] of named) checkCriterion(name, value);
  if (named.length === 0) throw refuse("nothing is named");
  const { principalId, sessionId, topic } = selector;
  return ({ principal, topics }) =>
    (principalId === undefined || principal?.id === principalId) &&
    (sessionId === undefined || principal?.sessionId === sessionId) &&
    (topic === undefined || topics.includes(topic.name));
}

/**
 * Refuses what names no principal.
 *
 * @throws HubError `invalid_options`
 */
export function checkPrincipalId(what: string, id: unknown): void {
  if (typeof id === "string" && id !== "") return;
  const found = id === "" ? "empty" : id === null ? "null" : `of the type ${typeof id}`;
  throw new HubError("invalid_options", `${what} needs the id of a principal, and this one is ${found}`);
}

function checkCriterion(name: string, value: unknown): void {
  if (name === "topic") {
    if (topicRefusal(value) !== undefined) throw refuse("topic is no topic");
  } else if (name !== "principalId" && name !== "sessionId") {
    throw refuse(`"${name}" is nothing to choose by; there are principalId, sessionId and topic`);
  } else if (typeof value !== "string" || value === "") {
    throw refuse(`${name} is ${value === "" ? "empty" : value === null ? "null" : `of the type ${typeof value}`}`);
  }
}

function refuse(why: string): HubError {
  return new HubError("invalid_options", `disconnect: ${why}; disconnectAll() ends every connection`);
}
