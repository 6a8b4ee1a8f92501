import { expect, it } from "vitest";
import { inChunks, LOOKAHEAD } from "./in-chunks.ts";

it.each([0, 1, LOOKAHEAD, LOOKAHEAD + 1, 3 * LOOKAHEAD - 1])("groups %i items, none empty and none lost", (count) => {
  const items = Array.from({ length: count }, (_, index) => index);
  const chunks: (readonly number[])[] = [];
  inChunks(items, (chunk) => chunks.push(chunk));
  expect(chunks.flat()).toEqual(items);
  expect(chunks.every(({ length }) => length > 0 && length <= LOOKAHEAD)).toBe(true);
  expect(chunks).toHaveLength(Math.ceil(count / LOOKAHEAD));
});
