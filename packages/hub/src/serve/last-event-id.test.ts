import { expect, it } from "vitest";
import { lastEventIdOf } from "./last-event-id.ts";

it.each([
  ["/api/sse?lastEventId=e:7", "e:7"],
  ["/api/sse?next=/orders?page=2&lastEventId=e:7", "e:7"],
  ["/api/sse??lastEventId=e:7&x=1", undefined],
  ["/api/sse?a=1?&lastEventId=e%3A7", "e:7"],
  ["http://localhost/api/sse?a=?&lastEventId=e:7", "e:7"],
  ["/api/sse?a=1&lastEventId=e:7#?lastEventId=e:9", "e:7"],
  ["/api/sse#?lastEventId=e:9", undefined],
  ["/api/sse?lastEventId=e:7&lastEventId=e:9", "e:7"],
  ["/api/sse?lastEventId=", ""],
  ["/api/sse", undefined],
  ["", undefined],
  [undefined, undefined],
])("D4.1: the position in the query of %s is %s: only the first ? begins it", (url, expected) => {
  expect(lastEventIdOf(undefined, url)).toBe(expected);
  expect(lastEventIdOf("", url)).toBe(expected);
});

it("D4.1: the header wins over the query", () => {
  expect(lastEventIdOf("e:1", "/?lastEventId=e:7")).toBe("e:1");
});
