import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyStream } from "@tidings/contracts";
import { CliError, codeOf, messageOf } from "../error.ts";
import { isDocsPath } from "./docs-route.ts";
import { TICKET_PATHS } from "./ticket-route.ts";

/** Addresses that the server itself answers, beside those of its documents. */
const OWN_PATHS: readonly string[] = ["/publish", ...TICKET_PATHS, "/healthz", "/readyz", "/metrics"];

/**
 * Loads a contract's module, TypeScript by Node's own type stripping, and takes every stream that it exports.
 *
 * @throws CliError `invalid_contract`: the file is missing or does not load, exports no stream, or two streams cannot be
 *   told apart
 * @example const streams = await loadContract("./contract.ts");
 */
export async function loadContract(file: string): Promise<readonly AnyStream[]> {
  const path = resolve(file);
  if (!existsSync(path)) refuse(file, "there is no such file; give --contract the path of a module");
  const exported = await importModule(file, realpathSync(path));
  const streams = new Set<AnyStream>();
  for (const [name, value] of Object.entries(exported)) {
    if (isStream(value)) streams.add(value);
    else if (looksLikeStream(value)) {
      refuse(file, `its export "${name}" has a path and events, but is not a stream; make it with defineStream`);
    }
  }
  if (streams.size === 0) refuse(file, "it exports no stream; export what defineStream returns");
  checkDistinct(file, [...streams]);
  return [...streams];
}

async function importModule(file: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
    return exported;
  } catch (error) {
    return refuse(file, whyNot(error), error);
  }
}

/** Node's message for a module that the nearest package.json, as `npm init` writes it, makes CommonJS. */
const IN_COMMONJS = /^(Cannot use import statement outside a module|Unexpected token 'export')$/;

function whyNot(error: unknown): string {
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

function isStream(value: unknown): value is AnyStream {
  return looksLikeStream(value) && "method" in value && "topic" in value && typeof value.topic === "function";
}

function looksLikeStream(value: unknown): value is object {
  return typeof value === "object" && value !== null && "path" in value && "events" in value;
}

function checkDistinct(file: string, streams: readonly AnyStream[]): void {
  for (const [index, stream] of streams.entries()) {
    if (OWN_PATHS.includes(stream.path) || isDocsPath(stream.path)) {
      refuse(file, `the stream "${stream.name}" is at ${stream.path}, where the server itself answers; choose another`);
    }
    for (const other of streams.slice(index + 1)) {
      if (stream.name === other.name) refuse(file, `two streams are called "${stream.name}"; give each its own name`);
      if (stream.path === other.path) {
        refuse(file, `"${stream.name}" and "${other.name}" are both at ${stream.path}; give each its own path`);
      }
    }
  }
}

function refuse(file: string, why: string, cause?: unknown): never {
  throw new CliError("invalid_contract", `${file}: ${why}`, cause);
}
