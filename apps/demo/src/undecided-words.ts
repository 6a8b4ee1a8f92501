import { type Attempt, ClientError, isRefusal } from "@tidings/client";

/** What a form creates, for sentences: `{ thing: "your order", done: "placed" }`. */
export interface Created {
  readonly thing: string;
  readonly done: string;
}

/** Why sending a form failed, and whether it may have been done all the same (C36.3). */
export interface Failure {
  readonly kind: "refused" | "undecided";
  readonly words: string;
}

/** The message of a form after a failure. It says that nothing was created only if that is certain. */
export function failureOf(error: unknown, attempt: Pick<Attempt, "getUndecided">, created: Created): Failure {
  const why = wordsOf(error);
  if (attempt.getUndecided() === undefined) return { kind: "refused", words: why };
  return { kind: "undecided", words: `${whyInDoubt(error)}, so we do not know whether ${tryAgain(created)}` };
}

/** The message of a form that finds an earlier attempt after the page was left or reloaded. */
export function foundUndecided(created: Created): Failure {
  const words = `The answer to your last try has not reached this page, so we do not know whether ${tryAgain(created)}`;
  return { kind: "undecided", words };
}

/** The message of a form whose content no longer matches the undecided attempt. */
export function changedWords({ thing, done }: Created): string {
  return `We still do not know whether ${thing} was ${done} at the first try. What you send now is another one.`;
}

/**
 * The message of a page after a change failed. It says that nothing was changed only if that is certain. If it was
 * changed after all, the page will show it.
 *
 * @param change For sentences: `{ thing: "ORD-A7X3B2", done: "cancelled" }`.
 */
export function changeFailed(error: unknown, { thing, done }: Created): string {
  if (isRefusal(error)) return `${thing} was not ${done}: ${wordsOf(error).replace(/\.$/, "")}.`;
  return `${whyInDoubt(error)}, so we do not know whether ${thing} was ${done}. If it was, it will appear here.`;
}

function whyInDoubt(error: unknown): string {
  const isLost = error instanceof ClientError && error.code === "network";
  return isLost ? "We could not reach the server" : `The server did not say what we need to know (${wordsOf(error)})`;
}

function tryAgain({ thing, done }: Created): string {
  return `${thing} was ${done}. Try again: it will not be ${done} twice.`;
}

function wordsOf(error: unknown): string {
  if (error instanceof ClientError) return error.reason;
  return error instanceof Error ? error.message : "Something went wrong.";
}
