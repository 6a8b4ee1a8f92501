import { expect, it } from "vitest";
import { Fifo } from "./fifo.ts";

it("gives out what it took in, the oldest first, however much came and went between", () => {
  const queue = new Fifo<number>();
  const expected: number[] = [];
  let next = 0;
  for (let round = 0; round < 50; round += 1) {
    for (let count = 0; count <= round % 7; count += 1) {
      queue.push(next);
      expected.push(next);
      next += 1;
    }
    for (let count = 0; count < round % 5; count += 1) expect(queue.shift()).toBe(expected.shift());
    expect(queue.size).toBe(expected.length);
    expect(expected.map((_, index) => queue.at(index))).toEqual(expected);
    expect(queue.at(expected.length)).toBeUndefined();
  }
});

it("an empty one gives out nothing, and goes on", () => {
  const queue = new Fifo<string>();
  expect([queue.shift(), queue.at(0), queue.size]).toEqual([undefined, undefined, 0]);
  queue.push("a");
  expect([queue.shift(), queue.shift(), queue.size]).toEqual(["a", undefined, 0]);
  queue.push("b");
  expect([queue.at(0), queue.size]).toEqual(["b", 1]);
});

it("finds the first item that is not past", () => {
  const queue = new Fifo<number>();
  for (let item = 0; item < 10; item += 1) queue.push(item);
  for (let taken = 0; taken < 3; taken += 1) queue.shift();
  for (let bound = 0; bound <= 11; bound += 1) {
    expect(queue.search((item) => item < bound)).toBe(Math.min(Math.max(bound - 3, 0), 7));
  }
});
