import { Ajv2020 } from "ajv/dist/2020.js";

/** Holds values against the schemas inside an API document. */
export interface DocumentSchemas {
  /** What is wrong with a value, in words; undefined where it fits the schema at a JSON pointer into the document. */
  misfit(pointer: string, value: unknown): string | undefined;
}

/**
 * Compiles an API document's schemas, references and all.
 *
 * @example documentSchemas(openApi).misfit("/components/schemas/Order", order)
 */
export function documentSchemas(document: object): DocumentSchemas {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, "document");
  return {
    misfit(pointer, value) {
      const validate = ajv.compile({ $ref: `document#${pointer}` });
      return validate(value) ? undefined : ajv.errorsText(validate.errors);
    },
  };
}

/** A key as a JSON pointer writes it, in a reference. */
export function pointerTo(...keys: readonly string[]): string {
  return keys.map((key) => `/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");
}
