import { expect, it } from "vitest";
import { parse } from "../definition/parse.ts";
import { sendMessage } from "./endpoints.ts";

const accepts = (more: object) => {
  const body = { conversationId: "c", text: "Hello!", ...more };
  return sendMessage.body !== undefined && parse(sendMessage.body, body).ok;
};

it.each([
  ["x", true],
  ["x".repeat(8_000), true],
  ["x".repeat(8_001), false],
  ["", false],
  [" \n\t", false],
])("S21.2: a message's text %j is taken: %s", (text, taken) => {
  expect(accepts({ text })).toBe(taken);
});

it.each([
  ["a", true],
  ["a".repeat(64), true],
  ["a".repeat(65), false],
  ["", false],
])("S21.2: a message's own name %j is taken: %s", (clientMessageId, taken) => {
  expect(accepts({ clientMessageId })).toBe(taken);
});
