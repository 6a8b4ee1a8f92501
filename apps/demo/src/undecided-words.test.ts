import { ClientError } from "@tidings/client";
import { expect, test } from "vitest";
import { changedWords, failureOf, foundUndecided } from "./undecided-words.ts";

const order = { thing: "your order", done: "placed" };
const inDoubt = { getUndecided: () => ({ content: {} }) };
const decided = { getUndecided: () => undefined };

test("C36: what a form says is true of what may have happened", () => {
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
  expect(foundUndecided(order).words).toMatch(/loaded again .* Try again: it will not be placed twice\.$/);
  expect(changedWords(order)).toMatch(/^We still do not know .* is another one\.$/);
});
