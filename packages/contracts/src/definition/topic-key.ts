import { ContractError } from "./error.ts";

/**
 * Refuses a key that names nobody. `topic(user?.id)` must not become a topic of its own that all users without an id
 * share, and logs store topics as UTF-8, where two different lone surrogates would be one topic (S23).
 *
 * @throws ContractError `invalid_topic`
 */
export function checkTopicKey(stream: string, key: unknown): void {
  if (typeof key === "string" && key !== "" && key.isWellFormed()) return;
  const found = typeof key === "string" ? (key === "" ? "empty" : "no well-formed Unicode") : String(typeof key);
  throw new ContractError(
    "invalid_topic",
    `a topic of "${stream}" needs a key, and this one is ${found}; name the user, the conversation or whoever it is for`,
  );
}
