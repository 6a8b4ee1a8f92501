import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { inOrder, passesOn } from "./in-order.ts";

const handler = (path: string) => http.get(path, () => HttpResponse.text(path));
const paths = (...given: string[]) => inOrder(given.map(handler)).map(({ info }) => info.path);

test("a fixed segment comes before a parameter in its place, whichever was given first", () => {
  expect(paths("*/api/orders/:id", "*/api/orders/stream")).toEqual(["*/api/orders/stream", "*/api/orders/:id"]);
  expect(paths("*/api/:kind/stats", "*/api/sse/:what")).toEqual(["*/api/sse/:what", "*/api/:kind/stats"]);
});

test("handlers of equal rank stay as they are, and none is lost", () => {
  expect(paths("*/b", "*/a", "*/b")).toEqual(["*/b", "*/a", "*/b"]);
  expect(paths()).toEqual([]);
});

test("of two handlers of one path, the one that passes requests on comes first", () => {
  const [all, some] = [handler("*/api/events"), passesOn(handler("*/api/events"))];
  expect(inOrder([all, some])).toEqual([some, all]);
});
