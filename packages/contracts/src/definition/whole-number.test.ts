import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { wholeNumber } from "./whole-number.ts";

const folder = fileURLToPath(import.meta.resolve("../"));
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
  (file) => /(?<!\.test|\.test-d)\.ts$/.test(file) && !file.startsWith("testing") && !file.endsWith("whole-number.ts"),
);

it("is zod's int, by a type that all of zod 4 knows", () => {
  const schema: z.ZodMiniNumber<number> = wholeNumber();
  expect([1, 1.5, 2 ** 60, "1"].map((value) => z.safeParse(schema, value).success)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it.each([
  ["z.int(", "wholeNumber"],
  ["z.describe(", "annotate"],
  ["z.meta(", "annotate"],
])("%s is not used, because zod 4.0 lacks it or its type: %s is there for it", (newer) => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.filter((file) => readFileSync(folder + file, "utf8").includes(newer))).toEqual([]);
});
