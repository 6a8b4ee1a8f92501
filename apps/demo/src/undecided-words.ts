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

/** What a form says after a failure. Only where it is known that nothing was created, it says so. */
export function failureOf(error: unknown, attempt: Pick<Attempt, "getUndecided">, created: Created): Failure {
  const why = wordsOf(error);
  if (attempt.getUndecided() === undefined) return { kind: "refused", words: why };
  return { kind: "undecided", words: `${whyInDoubt(error)}, so we do not know whether ${tryAgain(created)}` };
}

/** What a form says that finds an attempt of before: the page was left or loaded again. */
export function foundUndecided(created: Created): Failure {
  const words = `The answer to your last try has not reached this page, so we do not know whether ${tryAgain(created)}`;
  return { kind: "undecided", words };
}

/** What a form says once its content is no longer what is in doubt. */
export function changedWords({ thing, done }: Created): string {
  return `We still do not know whether ${thing} was ${done} at the first try. What you send now is another one.`;
}

/**
 * What a page says of a change that failed. Only where it is known that nothing was changed, it says so; what was changed
 * after all shows by itself.
 *
 * @param change For sentences: `{ thing: "ORD-A7X3B2", done: "cancelled" }`.
 */
export function changeFailed(error: unknown, { thing, done }: Created): string {
  if (isRefusal(error)) return `${thing} was not ${done}: ${wordsOf(error).replace(/\.$/, "")}.`;
  return `${whyInDoubt(error)}, so we do not know whether ${thing} was ${done}. If it was, it will show here.`;
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
