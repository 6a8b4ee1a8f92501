import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../../../docs/decisions/", import.meta.url);
const files = readdirSync(folder);

it.each(files)("%s says when it was decided, and whether it still holds", (file) => {
  const [title, , date, , status] = readFileSync(new URL(file, folder), "utf8").split("\n");
  expect(title).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. `));
  expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(status).toMatch(/^Status: \S.*\.$/);
  for (const [, named] of status?.matchAll(/\]\(([^)]+)\)/g) ?? []) expect(files).toContain(named);
});
