import * as z from "zod";

/** What the peer writes: text as UTF-8, or bytes in hexadecimal. */
export const bodyText = z.union([z.string(), z.strictObject({ hex: z.string().regex(/^([0-9a-fA-F]{2})*$/) })]);

/** A case of a parsing file; `expect` may hold more than is named here, and is judged by its keys. */
export const parsingCase = z.looseObject({
  name: z.string(),
  chunks: z.array(bodyText),
  expect: z.looseObject({ events: z.array(z.unknown()) }),
});
/** {@link parsingCase} as a type. */
export type ParsingCase = z.output<typeof parsingCase>;

/** The bytes of what the peer writes. */
export function toBytes(text: z.output<typeof bodyText>): Uint8Array {
  return typeof text === "string" ? Buffer.from(text, "utf8") : Buffer.from(text.hex, "hex");
}
