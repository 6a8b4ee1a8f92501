import * as z from "zod";
import { bodyText } from "../parsing/parsing-case.ts";

const bodyItem = z.union([bodyText, z.strictObject({ waitMs: z.number() })]);

const answerFields = z.strictObject({
  note: z.string().optional(),
  /** Absent: the socket is closed before any answer, or hangs. */
  status: z.int().optional(),
  /** `{base}` in a value is the server's address. */
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  /** Before the headers. */
  delayMs: z.number().default(0),
  body: z.array(bodyItem).default([]),
  // biome-ignore lint/suspicious/noThenProperty: the format's own word
  then: z.enum(["end", "destroy", "hang"]).default("end"),
  gzip: z.boolean().default(false),
  /** No chunks and no length: the body ends with the connection. */
  rawHttp10: z.boolean().default(false),
});
// An object with a `then` would pass for a promise.
const answer = answerFields.transform(({ then: ending, ...fields }) => ({ ...fields, ending }));
/** What the scripted server does with one request. */
export type Answer = z.output<typeof answer>;

const action = z.strictObject({
  on: z.enum(["constructed", "open", "event", "error"]),
  n: z.int().default(1),
  afterMs: z.number().optional(),
  do: z.enum(["close", "throw"]),
});
/** What the client's user does in a case, and when. */
export type Action = z.output<typeof action>;

/** A case of a connection file; `expect` is judged by its keys. */
export const connectionCase = z.looseObject({
  name: z.string(),
  server: z.record(z.string(), z.array(answer)),
  client: z.array(action).default([]),
  observeMs: z.number(),
  expect: z.looseObject({}),
});
/** {@link connectionCase} as a type. */
export type ConnectionCase = z.output<typeof connectionCase>;
