import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyStream } from "@tidings/contracts";
import { CliError } from "../error.ts";
import { isDocsPath } from "./docs-route.ts";
import { TICKET_PATHS } from "./ticket-route.ts";
import { whyNotLoaded } from "./why-not-loaded.ts";

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
    return refuse(file, whyNotLoaded(error), error);
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
