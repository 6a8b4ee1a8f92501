import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it, test } from "vitest";
import { crowdedTexts } from "./crowded-texts.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const sources = globSync("{packages,apps,examples}/*/{src,app,lib}/**/*.tsx", {
  cwd: root,
  exclude: ["**/*.test.tsx", "**/*.test-d.tsx"],
});

it("C35.1: in every source, a text is its element's only child", () => {
  expect(sources.length).toBeGreaterThan(100);
  const found = sources.flatMap((file) =>
    crowdedTexts(file, readFileSync(`${root}/${file}`, "utf8")).map(({ line, text }) => `${file}:${line}: ${text}`),
  );
  expect(found).toEqual([]);
});

test.each([
  "<p><b />Total</p>",
  "<p>{count} new</p>",
  "<p>Hello, {name}</p>",
  "<p>{first}{last}</p>",
  "<p><Icon />{busy ? 'Saving…' : <b />}</p>",
  "<p><Icon />{busy && 'Saving…'}</p>",
  "<p><Icon />{label ?? 'Unnamed'}</p>",
  `<p><Icon />{\`\${count} new\`}</p>`,
  "<p><Icon />{7}</p>",
  "<p><Icon />{words(status)}</p>",
  "<p><Icon />{order.code}</p>",
  "<p><Icon />{order?.code}</p>",
  "<p><Icon />{(name)}</p>",
  "<p><Icon />{'a' + b}</p>",
  "<>{name}</>",
  "<>Hello</>",
  "<p>{isOpen && <>Hello</>}</p>",
])("C35.1: found: %s", (jsx) => {
  expect(crowdedTexts("page.tsx", `const page = ${jsx};`)).not.toEqual([]);
});

test.each([
  "<p>Total</p>",
  "<p>{name}</p>",
  `<p>{\`Hello, \${name}\`}</p>`,
  "<p>{isOpen && 'Hello'}</p>",
  "<p><b>{name}</b> <i>{name}</i></p>",
  "<p>{' '}<b /></p>",
  "<p>{/* why */}{name}</p>",
  "<p><Icon />{isOpen && <b />}</p>",
  "<p><Icon />{isOpen ? <b /> : undefined}</p>",
  "<ul><li />{names.map((name) => <li key={name}>{name}</li>)}</ul>",
  "<p>\n  {name}\n</p>",
])("C35.1: let pass: %s", (jsx) => {
  expect(crowdedTexts("page.tsx", `const page = ${jsx};`)).toEqual([]);
});

test("C35.1: what a file declares as a ReactNode, or makes of JSX, is no text", () => {
  const source = `
    interface Props { readonly lead?: ReactNode; renderEnd(): ReactNode }
    const retry = onRetry && <button />;
    const part = <p>{lead}{props.lead}{renderEnd()}{props.renderEnd()}{retry}</p>;
  `;
  expect(crowdedTexts("page.tsx", source)).toEqual([]);
});

test("C35.1: a line is named", () => {
  expect(crowdedTexts("page.tsx", "const page = (\n  <p>\n    <b />\n    {name}\n  </p>\n);")).toEqual([
    { line: 4, text: "{name}" },
  ]);
});
