import { expect, it } from "vitest";
import { promisesIn } from "./promises.ts";

const section = "## How each promise is kept\n\n";

it("reads promises and their tests, also over several lines, and only from their section", () => {
  const brief = `# Brief\n\n- wished\n\n${section}### First\n\n- One\n  promise.\n  - \`a.test.ts\`: \`it's so\`
- Two.\n  - \`b.test.ts\`:\n    \`and so\`\n  - \`c.test.ts\`: \`is that\`\n\n## Done differently\n\n- not so\n`;
  expect(promisesIn(brief)).toEqual([
    { line: 9, text: "One promise.", proofs: [{ file: "a.test.ts", title: "it's so" }] },
    {
      line: 12,
      text: "Two.",
      proofs: [
        { file: "b.test.ts", title: "and so" },
        { file: "c.test.ts", title: "is that" },
      ],
    },
  ]);
});

it.each(["see the tests", "`a.test.ts`", "`a.test.ts`: a title", "`a.test.ts`: `a title`, and others"])(
  "refuses %j as a test, since nothing would be checked",
  (item) => expect(() => promisesIn(`${section}- One.\n  - ${item}\n`)).toThrow(/^Line 4 names no test: write/),
);
