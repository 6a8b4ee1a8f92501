import { expect, it } from "vitest";
import { createEpoch, formatPosition, parsePosition } from "./position.ts";

it.each([
  ["a:0", { epoch: "a", sequence: 0 }],
  ["k3z9:42", { epoch: "k3z9", sequence: 42 }],
  ["0123456789abcdef:9007199254740991", { epoch: "0123456789abcdef", sequence: 2 ** 53 - 1 }],
])("D2: %s is a position, and is written as it was read", (text, position) => {
  expect(parsePosition(text)).toEqual(position);
  expect(formatPosition(position)).toBe(text);
});

it.each([
  ...["", ":", "a", "a:", ":1", "a:01", "a:-1", "a:1.5", "a:1e3", "a: 1", " a:1", "a:1 ", "a:1\n", "A:1", "ä:1"],
  ...["a:9007199254740992", "a:10000000000000000", "0123456789abcdefg:1", "a:1:2"],
])("D2: %j is none, since no log gave it out", (text) => {
  expect(parsePosition(text)).toBeUndefined();
});

it("D2: each life of a log has an epoch of eight characters, which a position can hold", () => {
  const epochs = new Set(Array.from({ length: 100 }, createEpoch));
  expect(epochs.size).toBe(100);
  for (const epoch of epochs) {
    expect(epoch).toHaveLength(8);
    expect(parsePosition(`${epoch}:1`)).toEqual({ epoch, sequence: 1 });
  }
});
