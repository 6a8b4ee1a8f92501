import type { ESTree } from "vite";

/** A part of the source, and what to write in its place. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

type Node = ESTree.Node;

const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  "===": ["!=="],
  "!==": ["==="],
  "==": ["!="],
  "!=": ["=="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
};
const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "&": ["|"],
  "|": ["&"],
  "<<": [">>"],
  ">>": ["<<"],
};
const LOGICAL: Readonly<Record<string, readonly string[]>> = { "&&": ["||"], "||": ["&&"], "??": ["&&"] };
const ASSIGNMENTS: Readonly<Record<string, readonly string[]>> = {
  "+=": ["-="],
  "-=": ["+="],
  "*=": ["/="],
  "??=": ["="],
  "||=": ["="],
  "&&=": ["="],
};
/** Methods, and the one that is easily taken for each. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ["some", "every"],
  ["every", "some"],
  ["startsWith", "endsWith"],
  ["endsWith", "startsWith"],
  ["min", "max"],
  ["max", "min"],
  ["ceil", "floor"],
  ["floor", "ceil"],
  ["push", "unshift"],
  ["unshift", "push"],
  ["shift", "pop"],
  ["pop", "shift"],
  ["toLowerCase", "toUpperCase"],
  ["toUpperCase", "toLowerCase"],
  ["trimStart", "trimEnd"],
  ["trimEnd", "trimStart"],
]);
/** Methods that give back what they were called on, or something like it: the call is left out. */
const OMITTED = new Set(["filter", "sort", "reverse", "slice", "trim", "toSorted", "toReversed"]);

/** The ways to break one node of the syntax tree, each by itself. Types, imports and names are left as they are. */
export function changesOf(node: Node, source: string): Change[] {
  const text = (part: Node) => source.slice(part.start, part.end);
  const swap = (part: Node, replacements: readonly string[]): Change[] =>
    replacements.map((replacement) => ({ start: part.start, end: part.end, replacement }));
  const operator = (left: Node, right: Node, old: string, table: Readonly<Record<string, readonly string[]>>) => {
    const start = left.end + source.slice(left.end, right.start).indexOf(old);
    return (table[old] ?? []).map((replacement) => ({ start, end: start + old.length, replacement }));
  };

  switch (node.type) {
    case "IfStatement":
    case "ConditionalExpression":
      return swap(node.test, ["true", "false"]);
    case "WhileStatement":
    case "DoWhileStatement":
      return swap(node.test, ["false"]);
    case "ForStatement":
      return node.test === null ? [] : swap(node.test, ["false"]);
    case "BinaryExpression": {
      if (node.left.type === "PrivateIdentifier") return [];
      const joins = node.operator === "+" && (isText(node.left) || isText(node.right));
      return operator(node.left, node.right, node.operator, joins ? {} : { ...COMPARISONS, ...ARITHMETIC });
    }
    case "LogicalExpression":
      return [
        ...operator(node.left, node.right, node.operator, LOGICAL),
        ...(node.operator === "??" ? swap(node, [text(node.left)]) : []),
      ];
    case "AssignmentExpression":
      return operator(node.left, node.right, node.operator, ASSIGNMENTS);
    case "UnaryExpression":
      return node.operator === "!" || node.operator === "-" ? swap(node, [text(node.argument)]) : [];
    case "UpdateExpression":
      return swap(node, [text(node).replace(/\+\+|--/, (old) => (old === "++" ? "--" : "++"))]);
    case "Literal":
      return swap(node, otherLiterals(node.value));
    case "TemplateLiteral":
      return node.quasis.some(({ value }) => value.raw.includes(" ")) ? [] : swap(node, ["``"]);
    case "ArrayExpression":
      return node.elements.length > 0 ? swap(node, ["[]"]) : [];
    case "ObjectExpression":
      return node.properties.length > 0 ? swap(node, ["{}"]) : [];
    case "AwaitExpression":
      return swap(node, [text(node.argument)]);
    case "MemberExpression":
      if (!node.optional) return [];
      return [operatorOf(node.object, node.property, source)];
    case "CallExpression":
      return callChanges(node, text, swap);
    case "ExpressionStatement":
      return node.directive === undefined || node.directive === null ? swap(node, [";"]) : [];
    case "ReturnStatement":
      return node.argument === null ? [] : swap(node, ["return undefined;"]);
    case "BreakStatement":
    case "ContinueStatement":
    case "ThrowStatement":
      return swap(node, [";"]);
    default:
      return [];
  }
}

function callChanges(
  node: ESTree.CallExpression,
  text: (part: Node) => string,
  swap: (part: Node, replacements: readonly string[]) => Change[],
): Change[] {
  const { callee } = node;
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return [];
  const { name } = callee.property;
  const other = METHODS.get(name);
  return [
    ...(other === undefined ? [] : swap(callee.property, [other])),
    ...(OMITTED.has(name) && !callee.optional ? swap(node, [text(callee.object)]) : []),
  ];
}

/** `a?.b` -> `a.b`, `a?.[b]` -> `a[b]`. */
function operatorOf(object: Node, property: Node, source: string): Change {
  const start = object.end + source.slice(object.end, property.start).indexOf("?.");
  const bracket = source.slice(start + 2, property.start).includes("[");
  return { start, end: start + 2, replacement: bracket ? "" : "." };
}

function isText(node: Node): boolean {
  return node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node.value === "string");
}

function otherLiterals(value: unknown): string[] {
  if (typeof value === "boolean") return [String(!value)];
  if (typeof value === "number") return [String(value + 1)];
  // Words for people are not behaviour: what has a space in it is left alone.
  if (typeof value === "string" && !value.includes(" ")) return [value === "" ? '"mutated"' : '""'];
  return [];
}
