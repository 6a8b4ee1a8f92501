import { expect, it } from "vitest";
import { MAX_IDEMPOTENCY_KEY, readIdempotencyKey, writeIdempotencyKey } from "./idempotency-key.ts";

const longest = "k".repeat(MAX_IDEMPOTENCY_KEY);

it.each([
  ['"8e03978e-40d5-43e8"', "8e03978e-40d5-43e8"],
  ["8e03978e-40d5-43e8", "8e03978e-40d5-43e8"],
  [' "a b, c;d" ', "a b, c;d"],
  ['"say \\"twice\\" \\\\"', 'say "twice" \\'],
  [`"${longest}"`, longest],
])("D25.7: reads %s", (header, key) => {
  expect(readIdempotencyKey(header)).toEqual({ ok: true, data: key });
});

it.each([
  "",
  " ",
  '""',
  '"',
  '"open',
  'closed"',
  "two words",
  '"one", "two"',
  "one, two",
  '"tab\t"',
  '"ä"',
  '"lone \\ backslash"',
  '"a"b"',
  `"${longest}k"`,
  `${longest}k`,
])("D25.7: refuses %s, and says what a key is", (header) => {
  expect(readIdempotencyKey(header)).toEqual({
    ok: false,
    issues: [expect.stringMatching(/^Idempotency-Key must be one string of 1 to 255 printable ASCII characters/)],
  });
});

it("D25.7: a key that was written is read as it was, and one that no server takes is not written", () => {
  for (const key of ["a", 'say "twice" \\', longest]) {
    expect(readIdempotencyKey(writeIdempotencyKey(key) ?? "")).toEqual({ ok: true, data: key });
  }
  for (const key of ["", "ä", "\n", `${longest}k`]) expect(writeIdempotencyKey(key)).toBeUndefined();
});
