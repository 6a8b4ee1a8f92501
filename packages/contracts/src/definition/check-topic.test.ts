import { expect, it } from "vitest";
import { chatStream } from "../chat/index.ts";
import { ordersStream } from "../orders/index.ts";
import { topicRefusal } from "./check-topic.ts";

it.each(["ada", "*", "a/b", "/"])("a topic of a stream is one, whatever its key: %s", (key) => {
  expect(topicRefusal(ordersStream.topic(key))).toBeUndefined();
});

it.each([
  ["nothing", undefined],
  ["null", null],
  ["a text", "orders/ada"],
  ["a topic without its stream", { name: "orders/ada" }],
  ["a stream that is null", { name: "orders/ada", stream: null }],
  ["a stream without events", { name: "orders/ada", stream: { name: "orders" } }],
  ["no name", { stream: ordersStream }],
  ["a name without a key", { name: "orders/", stream: ordersStream }],
  ["a name that is no text", { name: 5, stream: ordersStream }],
  ["the name of another stream's topic", { name: chatStream.topic("ada").name, stream: ordersStream }],
])("D13.1, S4: what is no topic is refused in words: %s", (_what, value) => {
  expect(topicRefusal(value)).toMatchObject({
    ok: false,
    code: "invalid_topic",
    message: expect.stringContaining("topic(key)"),
  });
});
