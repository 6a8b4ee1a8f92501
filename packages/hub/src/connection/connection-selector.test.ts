import { expect, it } from "vitest";
import { checkPrincipalId, selects } from "./connection-selector.ts";

const ends = "disconnectAll() ends every connection";

it.each<[string, unknown]>([
  ["disconnect: nothing is named", {}],
  ["disconnect: principalId is of the type undefined", { principalId: undefined }],
  ["disconnect: principalId is empty", { principalId: "" }],
  ["disconnect: sessionId is null", { sessionId: null }],
  ["disconnect: sessionId is of the type number", { sessionId: 7 }],
  ["disconnect: topic is no topic", { topic: "notes/a" }],
  ['disconnect: "userId" is nothing to choose by; there are principalId, sessionId and topic', { userId: "ada" }],
])("S23.1: an error says: %s", (why, selector) => {
  expect(() => selects(selector as { principalId: string })).toThrow(`${why}; ${ends}`);
});

it.each<[string, unknown]>([
  ["empty", ""],
  ["null", null],
  ["of the type undefined", undefined],
  ["of the type number", 7],
])("S23.1: an error says that the id of a principal is %s", (found, id) => {
  expect(() => checkPrincipalId("count", id)).toThrow(`count needs the id of a principal, and this one is ${found}`);
});
