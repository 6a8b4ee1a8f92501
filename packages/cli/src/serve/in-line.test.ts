import { expect, it } from "vitest";
import { createLine } from "./in-line.ts";

it("what has a name in common is done one after the other, in the order it came; everything else at once", async () => {
  const inLine = createLine();
  const begun: string[] = [];
  const work = (label: string, names: readonly string[]) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const done = inLine(names, () => {
      begun.push(label);
      return promise;
    });
    return { done, end: () => resolve(label) };
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const one = work("a", ["a"]);
  const both = work("a and b", ["a", "b"]);
  const other = work("b", ["b"]);
  const free = work("c", ["c"]);
  const unnamed = work("none", []);
  await turn();
  expect(begun.toSorted()).toEqual(["a", "c", "none"]);
  one.end();
  expect(await one.done).toBe("a");
  await turn();
  expect(begun.slice(3)).toEqual(["a and b"]);
  const late = work("a again", ["a"]);
  await turn();
  expect(begun.slice(3)).toEqual(["a and b"]);
  both.end();
  await both.done;
  await turn();
  expect(begun.slice(4).toSorted()).toEqual(["a again", "b"]);
  for (const { end } of [late, other, free, unnamed]) end();
  expect(await Promise.all([other.done, free.done, unnamed.done])).toEqual(["b", "c", "none"]);
});

it("what fails tells its own caller, and keeps nobody behind it from being done", async () => {
  const inLine = createLine();
  const failed = inLine(["a"], () => Promise.reject(new Error("no")));
  const next = inLine(["a"], async () => "done");
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("done");
});
