import { type ESTree, parseSync } from "vite";

/** A text among other children, and where it stands. */
export interface CrowdedText {
  readonly line: number;
  readonly text: string;
}

/**
 * Finds every text that is not its element's only child in the source of a TSX file. An expression counts as text
 * unless it visibly makes elements, or is a name that the same file declares as a `ReactNode`.
 */
export function crowdedTexts(file: string, source: string): CrowdedText[] {
  const { program } = parseSync(file, source);
  const elements = namesOfElements(program);
  const found: CrowdedText[] = [];
  walk(program, (node) => {
    if (node.type !== "JSXElement" && node.type !== "JSXFragment") return;
    const children = node.children.filter((child) => !isBlank(child));
    // What stands in a fragment stands beside whatever is next to the fragment.
    if (children.length < 2 && node.type === "JSXElement") return;
    for (const child of children) {
      if (!isText(child, elements)) continue;
      const line = source.slice(0, child.start).split("\n").length;
      found.push({ line, text: source.slice(child.start, child.end).trim() });
    }
  });
  return found;
}

function isBlank(child: ESTree.JSXChild): boolean {
  if (child.type === "JSXText") return child.value.trim() === "";
  if (child.type !== "JSXExpressionContainer") return false;
  const { expression } = child;
  if (expression.type === "JSXEmptyExpression") return true;
  return expression.type === "Literal" && typeof expression.value === "string" && expression.value.trim() === "";
}

function isText(child: ESTree.JSXChild, elements: ReadonlySet<string>): boolean {
  if (child.type === "JSXText") return true;
  if (child.type !== "JSXExpressionContainer") return false;
  return child.expression.type !== "JSXEmptyExpression" && yieldsText(child.expression, elements);
}

function yieldsText(expression: ESTree.Expression, elements: ReadonlySet<string>): boolean {
  const either = (...parts: readonly ESTree.Expression[]) => parts.some((part) => yieldsText(part, elements));
  switch (expression.type) {
    case "JSXElement":
    case "JSXFragment":
      return false;
    case "Literal":
      return typeof expression.value === "string" || typeof expression.value === "number";
    case "ParenthesizedExpression":
      return either(expression.expression);
    case "ConditionalExpression":
      return either(expression.consequent, expression.alternate);
    case "LogicalExpression":
      return expression.operator === "&&" ? either(expression.right) : either(expression.left, expression.right);
    case "Identifier":
      return expression.name !== "undefined" && !elements.has(expression.name);
    case "MemberExpression":
      return expression.property.type !== "Identifier" || !elements.has(expression.property.name);
    case "ChainExpression":
      return either(expression.expression);
    case "CallExpression": {
      const { callee } = expression;
      if (callee.type === "MemberExpression" && callee.property.type === "Identifier") {
        return callee.property.name !== "map" && !elements.has(callee.property.name);
      }
      return callee.type !== "Identifier" || !elements.has(callee.name);
    }
    default:
      return true;
  }
}

/** What is declared as a `ReactNode`, returns one, or is made of JSX where it is declared. */
function namesOfElements(program: ESTree.Program): ReadonlySet<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (
      (node.type === "TSPropertySignature" || node.type === "TSMethodSignature") &&
      node.key.type === "Identifier" &&
      isOfNodes(node.type === "TSMethodSignature" ? node.returnType : node.typeAnnotation)
    ) {
      names.add(node.key.name);
    }
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.init && makesElements(node.init)) {
      names.add(node.id.name);
    }
  });
  return names;
}

function isOfNodes(annotation: ESTree.TSTypeAnnotation | null | undefined): boolean {
  let found = false;
  if (annotation) {
    walk(annotation, (node) => {
      if (node.type === "TSTypeReference" && node.typeName.type === "Identifier") {
        found ||= node.typeName.name === "ReactNode";
      }
    });
  }
  return found;
}

function makesElements(node: ESTree.Node): boolean {
  let found = false;
  walk(node, (part) => {
    found ||= part.type === "JSXElement" || part.type === "JSXFragment";
  });
  return found;
}

function walk(node: ESTree.Node, visit: (node: ESTree.Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
