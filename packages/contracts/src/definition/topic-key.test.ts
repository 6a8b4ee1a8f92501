import { expect, it } from "vitest";
import { ordersStream } from "../orders/index.ts";
import { checkTopicKey } from "./topic-key.ts";

it.each(["ada", "*", " ", "\ud83d\ude00"])("a text names a topic: %s", (key) => {
  expect(() => checkTopicKey("orders", key)).not.toThrow();
});

it.each([
  ["", "empty"],
  ["\ud83d", "no well-formed Unicode"],
  [undefined, "undefined"],
  [null, "null"],
  [7, "number"],
  [{}, "object"],
])("S23: a key that names nobody is refused, and the error says what it is: %s is %s", (key, found) => {
  expect(() => checkTopicKey("orders", key)).toThrow(
    expect.objectContaining({
      code: "invalid_topic",
      message: expect.stringContaining(`a topic of "orders" needs a key, and this one is ${found};`),
    }),
  );
});

it("S23: a stream makes no topic of such a key", () => {
  expect(() => ordersStream.topic("")).toThrow(expect.objectContaining({ code: "invalid_topic" }));
});
