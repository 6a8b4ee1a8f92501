import { expect, it } from "vitest";
import { chunkings } from "./chunkings.ts";

const bytes = (...parts: string[]) => parts.map((part) => Buffer.from(part));

it("cuts a short stream as given, whole, byte by byte, and in two at every byte", () => {
  const ways = [...chunkings(bytes("ab", "", "c"))];
  expect(ways.map(({ chunks }) => chunks.map(String))).toEqual([
    ["ab", "", "c"],
    ["abc"],
    ["a", "b", "c"],
    ["a", "bc"],
    ["ab", "c"],
  ]);
});

it("cuts a stream longer than 256 bytes three ways only", () => {
  expect([...chunkings(bytes("x".repeat(256)))]).toHaveLength(3 + 255);
  expect([...chunkings(bytes("x".repeat(257)))]).toHaveLength(3);
});
