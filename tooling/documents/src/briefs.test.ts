import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

// What docs/briefs promises is proven by tests that it names: by a file's path, or by a short name for one, and the
// beginning of a test's title.

const root = new URL("../../../", import.meta.url);
const folder = new URL("docs/briefs/", root);

/** Files that end in this prove something; others are commands, parameters and names of functions. */
const TEST_FILE = /^(?:apps|packages|tooling|examples)\/\S+\.(?:tsx?|md)$/;

/** `server` is `apps/server/...`: the short names that a page gives to files. */
function shortNames(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/`([a-z]+)`\s+is\s+`([^`]+)`/g)].map(([, name = "", path = ""]) => [name, path]));
}

/** The last cell of each row of a table, its head and its headings left out. */
function proofs(text: string): readonly string[] {
  const rows = text.split("\n").filter((line) => line.startsWith("|") && !/^\| *-/.test(line));
  return rows
    .map(
      (row) =>
        row
          .split(/(?<!\\)\|/)
          .at(-2)
          ?.trim() ?? "",
    )
    .filter((cell) => cell !== "" && !/^test$/i.test(cell));
}

/** Whether a test's title stands in a file, alone or as `the title of its group: its own`. */
function hasTitle(file: string, title: string): boolean {
  const [group, ...own] = title.split(": ");
  return standsIn(file, title) || (own.length > 0 && standsIn(file, group ?? "") && standsIn(file, own.join(": ")));
}

/** Whether a title, parts of it left out as `...`, stands on one line of a file. */
function standsIn(file: string, title: string): boolean {
  const parts = title
    .replaceAll("\\<", "<")
    .replaceAll("\\>", ">")
    .split(/\s*\.\.\.\s*/);
  return file.split("\n").some((line) => {
    let from = 0;
    return parts.every((part) => {
      const at = line.indexOf(part, from);
      from = at + part.length;
      return at !== -1;
    });
  });
}

const read = (path: string) => readFileSync(new URL(path, root), "utf8");

describe.each(readdirSync(folder).filter((name) => name !== "README.md"))("docs/briefs/%s", (page) => {
  const text = readFileSync(new URL(page, folder), "utf8");
  const names = shortNames(text);

  it("names files that exist", () => {
    const paths = [...names.values(), ...[...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code)].filter((code) =>
      TEST_FILE.test(code),
    );
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  it("has a proof in every line of its tables", () => {
    expect(proofs(text).length).toBeGreaterThan(15);
  });

  it("names tests whose titles stand in those files", () => {
    const missing: string[] = [];
    for (const proof of proofs(text)) {
      let paths: string[] = [];
      for (const clause of proof.split(/;\s+/)) {
        const file = /^`([^`]+)`:\s*/.exec(clause);
        if (file?.[1] !== undefined) paths = [file[1]];
        const short = [...clause.matchAll(/(?:^|[\s,])([a-z]+)(?=[:,;\s]|$)/g)].flatMap(
          ([, name = ""]) => names.get(name) ?? [],
        );
        if (file === null && short.length > 0) paths = short;
        const quoted = [...clause.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title);
        const bare = file !== null && quoted.length === 0 ? [clause.slice(file[0].length)] : [];
        for (const title of [...quoted, ...bare].filter((title) => !title.startsWith("("))) {
          const files = paths.filter((path) => TEST_FILE.test(path) && existsSync(new URL(path, root)));
          if (files.length > 0 && !files.some((path) => hasTitle(read(path), title)))
            missing.push(`${files.join()}: ${title}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });
});
