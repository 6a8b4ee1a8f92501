import { expect, it } from "vitest";
import { isEventStream } from "./mime.ts";

it.each([
  ["text/event-stream", true],
  ["Text/Event-Stream ; charset=utf-8", true],
  ['text/event-stream;x=y; z="q;r"', true],
  ["text/event-streamx", false],
  ["text/plain", false],
  ["application/json; text/event-stream", false],
  ["text/plain, text/event-stream", true],
  ["text/event-stream, */*, nonsense", true],
  ['text/event-stream; x="a, text/plain"', true],
  ["text/event-stream;x=y, text/plain", false],
  ["text/event-stream charset=utf-8", false],
  ["", false],
  [null, false],
])("C3.1: %j opens a stream: %j", (contentType, expected) => {
  expect(isEventStream(contentType)).toBe(expected);
});
