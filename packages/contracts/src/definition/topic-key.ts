import { ContractError } from "./error.ts";

/**
 * Refuses a key that is empty, no text or not well-formed. `topic(undefined)` must not become one topic that all users
 * without an id share. Logs store topics as UTF-8, in which two different lone surrogates would become one topic
 * (S23.1).
 *
 * @throws ContractError `invalid_topic`
 */
export function checkTopicKey(stream: string, key: unknown): void {
  if (typeof key === "string" && key !== "" && key.isWellFormed()) return;
  throw new ContractError(
    "invalid_topic",
    `a topic of "${stream}" needs a key, and this one is ${describe(key)}; pass the id of the user, the conversation or whatever it is for`,
  );
}

function describe(key: unknown): string {
  if (key === "") return "empty";
  if (typeof key === "string") return "no well-formed Unicode";
  return key === null ? "null" : typeof key;
}
