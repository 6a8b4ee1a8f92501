import { expect, it } from "vitest";
import { belongsToSession, belongsToUser, checkUserId, type UserSession } from "./belongs-to.ts";

it.each<[string, unknown]>([
  ["empty", ""],
  ["null", null],
  ["of the type undefined", undefined],
  ["of the type number", 7],
])("S23.1: an error says that the id of a user is %s", (found, id) => {
  const words = `f needs the id of a user, and this one is ${found}`;
  expect(() => checkUserId("f", id)).toThrow(words);
  expect(() => belongsToUser("f", id)).toThrow(words);
  expect(() => belongsToSession("f", { id, sessionId: "s" } as UserSession)).toThrow(words);
});

it.each<[string, unknown]>([
  ["the sessionId of a session, and this one is of the type undefined", { id: "ada" }],
  ["the sessionId of a session, and this one is empty", { id: "ada", sessionId: "" }],
  ["the id of a user, and this one is of the type undefined", undefined],
  ["the id of a user, and this one is of the type undefined", "s"],
])("S23.1: an error says: needs %s", (words, session) => {
  expect(() => belongsToSession("f", session as UserSession)).toThrow(`f needs ${words}`);
});
