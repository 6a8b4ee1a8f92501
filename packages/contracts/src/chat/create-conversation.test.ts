import { expect, it } from "vitest";
import { parse } from "../definition/parse.ts";
import { createConversation } from "./endpoints.ts";

it.each([
  [1, true],
  [50, true],
  [51, false],
  [0, false],
])("S22.4: a conversation with %d others is begun: %s", (count, taken) => {
  const participantIds = Array.from({ length: count }, (_, index) => `u${index}`);
  expect(createConversation.body !== undefined && parse(createConversation.body, { participantIds }).ok).toBe(taken);
});
