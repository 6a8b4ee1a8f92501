/** The first text that `it`, `test`, `describe` or what their `each` makes is called with. */
const TITLE =
  /(?:\b(?:it|test|describe)(?:\.\w+)?|\))\(\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g;
/** What a story is exported as. */
const STORY = /^export const (\w+): Story\b/gm;

/**
 * Finds the titles of a file's tests and groups, as they stand in its text, and the names of its stories, which are tests
 * too. Titles of `each` keep their `%s`.
 */
export function testTitles(source: string): ReadonlySet<string> {
  const titles = [...source.matchAll(TITLE)].map(([, double, single, template]) => double ?? single ?? template ?? "");
  const stories = [...source.matchAll(STORY)].map(([, name = ""]) => name);
  return new Set([...titles.map((title) => title.replace(/\\(["'`])/g, "$1")), ...stories]);
}
