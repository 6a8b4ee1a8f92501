import { expect, it } from "vitest";
import { fillPath, withQuery } from "./url.ts";

it("leaves out what is undefined, joins lists, and sorts, so that one query is one address", () => {
  expect(withQuery("/s", { b: "2", a: ["x", "y"], none: undefined })).toBe("/s?a=x%2Cy&b=2");
  expect(withQuery("/s", {})).toBe("/s");
  expect(withQuery("/s?a=1", { b: "ö&" })).toBe("/s?a=1&b=%C3%B6%26");
});

it("fills a path's places with what cannot break out of them", () => {
  expect(fillPath("/api/orders/:id/status", { id: "../../admin?x" })).toBe("/api/orders/..%2F..%2Fadmin%3Fx/status");
});

it("C26.4: half a character in an id is no error of the network", () => {
  expect(fillPath("/api/chat/messages/:id", { id: "a\ud83d" })).toBe("/api/chat/messages/a%EF%BF%BD");
});
