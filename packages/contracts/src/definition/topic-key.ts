import { ContractError } from "./error.ts";

/**
 * Refuses a key that names nobody. `topic(user?.id)` must not become a topic of its own that all users without an id
 * share, and logs store topics as UTF-8, where two different lone surrogates would be one topic (S23.1).
 *
 * @throws ContractError `invalid_topic`
 */
export function checkTopicKey(stream: string, key: unknown): void {
  if (typeof key === "string" && key !== "" && key.isWellFormed()) return;
  throw new ContractError(
    "invalid_topic",
    `a topic of "${stream}" needs a key, and this one is ${describe(key)}; name the user, the conversation or whoever it is for`,
  );
}

function describe(key: unknown): string {
  if (key === "") return "empty";
  if (typeof key === "string") return "no well-formed Unicode";
  return key === null ? "null" : typeof key;
}
