import { codeOf, messageOf } from "../error.ts";

/** Node's message for a module that the nearest package.json, as `npm init` writes it, makes CommonJS. */
const IN_COMMONJS = /^(Cannot use import statement outside a module|Unexpected token 'export')$/;

/** Says what is wrong with a module that Node did not import, and what to do. */
export function whyNotLoaded(error: unknown): string {
  const message = messageOf(error);
  if (error instanceof SyntaxError && IN_COMMONJS.test(message)) {
    return 'the nearest package.json says "type": "commonjs"; run: npm pkg set type=module, or name the file .mts';
  }
  switch (codeOf(error)) {
    case "ERR_MODULE_NOT_FOUND": {
      const name = /package '([^']+)'/.exec(message)?.[1];
      return name === undefined
        ? message
        : `it imports "${name}", which is not installed beside it; run: npm install ${name}`;
    }
    case "ERR_UNKNOWN_FILE_EXTENSION":
      return `this Node (${process.version}) does not run such files; use Node 22.18 or newer, and a .ts or .js file`;
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return `Node strips types only: ${message}; write it without enums, namespaces and parameter properties`;
    default:
      return `it does not load: ${message}`;
  }
}
