import { expect, it } from "vitest";
import { testTitles } from "./test-titles.ts";

const source = `
describe("a group", () => {
  it("does it", () => {});
  test.each([1, 2])('does %s "so"', () => {});
  it.each([
    ["not a title", 1],
  ])(
    \`does %i\`,
    { timeout: 1 },
    () => {},
  );
});
browserTest("is no test of ours to name", say("neither is this"));
export const Seen: Story = { args: {} };
export const seen = 1;
`;

it("finds the titles of tests, of groups and of what each makes, and stories, and nothing else", () => {
  expect([...testTitles(source)]).toEqual(["a group", "does it", 'does %s "so"', "does %i", "Seen"]);
});

it("finds a title as it reads, without what quotes it", () => {
  expect([...testTitles('it("says \\"so\\"", () => {});')]).toEqual(['says "so"']);
});
