import { expect, it } from "vitest";
import { readChange } from "./read-change.ts";

const row = { id: 7, table_name: "notes", row_id: "n", operation: "INSERT", old_row: null, new_row: '{"text":"a"}' };

it("D14.2: a row of changes is a change, with its rows read", () => {
  expect(readChange(row)).toEqual({
    id: 7,
    table: "notes",
    rowId: "n",
    operation: "INSERT",
    oldRow: undefined,
    newRow: { text: "a" },
  });
});

it.each(["INSERT", "UPDATE", "DELETE"])("D14.2: %s is an operation", (operation) => {
  expect(readChange({ ...row, operation })).toMatchObject({ operation, table: "notes" });
  expect(readChange({ ...row, operation }).unreadable).toBeUndefined();
});

it.each([
  ["table_name", null],
  ["row_id", 5],
  ["row_id", 2n ** 60n],
  ["operation", "UPSERT"],
  ["operation", null],
  ["old_row", new Uint8Array([0])],
  ["new_row", 1.5],
])(
  "D14.3: a row of changes whose %s is %s is a change that nobody can read, and says which column",
  (column, value) => {
    const change = readChange({ ...row, [column]: value });
    expect(change.unreadable).toBe(`the row of changes is wrong: ${column}`);
    expect([change.id, change.oldRow, change.newRow]).toEqual([7, undefined, undefined]);
  },
);

it("D14.3: names each column that is wrong, and keeps an id that no number holds", () => {
  const id = 2n ** 60n;
  expect(readChange({ ...row, id, table_name: 1, new_row: 1 })).toMatchObject({
    id,
    unreadable: "the row of changes is wrong: table_name, new_row",
  });
});
