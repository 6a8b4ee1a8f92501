import { ClientError } from "@tidings/client";
import { expect, test } from "vitest";
import { changedWords, changeFailed, failureOf, foundUndecided } from "./undecided-words.ts";

const order = { thing: "your order", done: "placed" };
const inDoubt = { getUndecided: () => ({ content: {} }) };
const decided = { getUndecided: () => undefined };

test("C36.3: what a form says is true of what may have happened", () => {
  const lost = new ClientError("network", "the server could not be reached; try again");
  expect(failureOf(lost, inDoubt, order)).toEqual({
    kind: "undecided",
    words:
      "We could not reach the server, so we do not know whether your order was placed. Try again: it will not be placed twice.",
  });
  const failed = new ClientError("http", "Something went wrong on our side", { status: 500 });
  expect(failureOf(failed, inDoubt, order).words).toBe(
    "The server did not say what we need to know (Something went wrong on our side), so we do not know whether your order was placed. Try again: it will not be placed twice.",
  );
  expect(failureOf(failed, decided, order)).toEqual({ kind: "refused", words: "Something went wrong on our side" });
  expect(failureOf("odd", decided, order)).toEqual({ kind: "refused", words: "Something went wrong." });
  expect(foundUndecided(order).words).toMatch(
    /has not reached this page, so we do not know .* Try again: it will not be placed twice\.$/,
  );
  expect(changedWords(order)).toMatch(/^We still do not know .* is another one\.$/);
});

test("C36.3: a change that failed is said not to be done only where that is known", () => {
  const order = { thing: "ORD-A7X3B2", done: "cancelled" };
  const refused = new ClientError("http", "Too late", { status: 403, errors: ["Order can no longer be cancelled"] });
  expect(changeFailed(refused, order)).toBe("ORD-A7X3B2 was not cancelled: Order can no longer be cancelled.");
  const lost = new ClientError("network", "the server could not be reached; try again");
  expect(changeFailed(lost, order)).toBe(
    "We could not reach the server, so we do not know whether ORD-A7X3B2 was cancelled. If it was, it will appear here.",
  );
  const failed = new ClientError("http", "no", {
    status: 500,
    errors: ["Something went wrong on our side; try again"],
  });
  expect(changeFailed(failed, order)).toMatch(/^The server did not say .*, so we do not know whether ORD-A7X3B2 was/);
  expect(changeFailed(new Error("Choose a date and time."), order)).toBe(
    "ORD-A7X3B2 was not cancelled: Choose a date and time.",
  );
});
