import { expect, it } from "vitest";
import { whyNotLoaded } from "./why-not-loaded.ts";

const coded = (code: string, message: string) => Object.assign(new Error(message), { code });

it.each([
  [new SyntaxError("Cannot use import statement outside a module"), /npm pkg set type=module, or name the file .mts$/],
  [new SyntaxError("Unexpected token 'export'"), /^the nearest package.json says "type": "commonjs"/],
  [new SyntaxError("Unexpected token 'exports'"), /^it does not load: Unexpected token 'exports'$/],
  [new SyntaxError("x Unexpected token 'export'"), /^it does not load/],
  [new Error("Unexpected token 'export'"), /^it does not load: Unexpected token 'export'$/],
  [
    coded("ERR_MODULE_NOT_FOUND", "Cannot find package '@shop/events' imported from /app/contract.ts"),
    /^it imports "@shop\/events", which is not installed beside it; run: npm install @shop\/events$/,
  ],
  [
    coded("ERR_MODULE_NOT_FOUND", "Cannot find module '/app/events.ts' imported from /app/contract.ts"),
    /^Cannot find module '\/app\/events.ts' imported from \/app\/contract.ts$/,
  ],
  [coded("ERR_UNKNOWN_FILE_EXTENSION", "Unknown file extension"), /^this Node \(v\d+.*use Node 22.18 or newer/],
  [
    coded("ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX", "TypeScript enum is not supported"),
    /^Node strips types only: TypeScript enum is not supported; write it without enums/,
  ],
  [new Error("no database"), /^it does not load: no database$/],
  ["a text", /^it does not load: a text$/],
])("says what to do about %s", (error, words) => {
  expect(whyNotLoaded(error)).toMatch(words);
});
