import { createOpenApi } from "../api-docs/openapi.ts";
import { documentSchemas, pointerTo } from "./document-schemas.ts";

interface DocumentedResponse {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

/** What an API document says of one operation's answers. */
export interface DocumentedAnswers {
  readonly statuses: readonly number[];
  /** What of an answer is not as the document says, in words; undefined where all is. Reads a body that is JSON. */
  misfit(response: Response): Promise<string | undefined>;
}

const document = createOpenApi({ version: "0.1.0" });
const schemas = documentSchemas(document);

/**
 * Looks an operation up.
 *
 * @param path As the document writes it, `/api/orders/{id}`.
 */
export function documentedAnswers(method: string, path: string): DocumentedAnswers {
  const at = ["paths", path, method.toLowerCase(), "responses"];
  const responses = lookUp<Readonly<Record<string, DocumentedResponse>>>(at);
  return {
    statuses: Object.keys(responses).map(Number),
    async misfit(response) {
      const { status } = response;
      const written = responses[status];
      if (written === undefined) return `${status} is not documented: ${await response.text()}`;
      const keys = written.$ref?.slice(2).split("/") ?? [...at, String(status)];
      const { headers = {}, content = {} } = lookUp<DocumentedResponse>(keys);
      const type = response.headers.get("content-type")?.split(";", 1)[0] ?? "";
      if (content[type] === undefined) return `${status} comes as ${type}, which is not documented`;
      const missing = Object.keys(headers).filter((name) => name !== "Content-Encoding" && !response.headers.has(name));
      if (missing.length > 0) return `${status} comes without ${missing.join(", ")}`;
      if (type !== "application/json") return undefined;
      return schemas.misfit(pointerTo(...keys, "content", type, "schema"), await response.json());
    },
  };
}

function lookUp<T>(keys: readonly string[]): T {
  return keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document) as T;
}
