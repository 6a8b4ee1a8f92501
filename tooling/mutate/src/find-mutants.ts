import { readFileSync } from "node:fs";
import { type ESTree, parseSync } from "vite";
import { MutateError } from "./error.ts";
import type { Mutant } from "./mutant.ts";
import { changesOf } from "./mutators.ts";

/** Nodes whose insides are not the program's behaviour: types, and the names of modules. */
const STILL = /^(TS(?!As|Satisfies|NonNull|Parameter)|ImportDeclaration|ExportAll|ImportExpression)/;

/** The attributes of SVG that say where a line is drawn, and how. */
const DRAWING = new Set([
  ...["cx", "cy", "d", "r", "viewBox", "x1", "x2", "y1", "y2"],
  ...["fill", "stroke", "strokeLinecap", "strokeLinejoin", "strokeWidth"],
]);

/** Every way that `changesOf` knows to break a file, in the order of its text. */
export function findMutants(file: string, source = readFileSync(file, "utf8")): Mutant[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new MutateError(`${file} cannot be parsed: ${errors[0]?.message}`);
  const mutants: Mutant[] = [];
  walk(program, (node) => {
    for (const change of changesOf(node, source)) {
      if (change.replacement === source.slice(change.start, change.end)) continue;
      mutants.push({ ...change, file, line: source.slice(0, change.start).split("\n").length });
    }
  });
  return mutants.sort((a, b) => a.start - b.start || a.end - b.end);
}

function walk(node: ESTree.Node, visit: (node: ESTree.Node) => void): void {
  if (STILL.test(node.type) || isSamples(node) || isDrawing(node)) return;
  visit(node);
  for (const [key, value] of Object.entries(node)) {
    if (isName(node, key)) continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

/** A definition's samples, and constants like `sampleOrders`, are what tests read, not what they are about. */
function isSamples(node: ESTree.Node): boolean {
  if (node.type === "VariableDeclarator") {
    const { id, init } = node;
    return id.type === "Identifier" && /^sample[A-Z]/.test(id.name) && init?.type !== "ArrowFunctionExpression";
  }
  return node.type === "Property" && node.key.type === "Identifier" && node.key.name === "samples";
}

/** The lines of a drawing are for the eye, as words are for people. */
function isDrawing(node: ESTree.Node): boolean {
  return node.type === "JSXAttribute" && node.name.type === "JSXIdentifier" && DRAWING.has(node.name.name);
}

/** Whether a node is a name: a property's key or an export's source. The compiler notices broken names. */
function isName(node: ESTree.Node, key: string): boolean {
  if (key === "key" && "computed" in node) return node.computed !== true;
  return key === "source" && node.type === "ExportNamedDeclaration";
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
