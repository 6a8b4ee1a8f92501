/** One HTTP/1.1 response, as far as it has come. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Whether all of it came. A stream's answer never is. */
  readonly complete: boolean;
}

const HEAD_END = "\r\n\r\n";
const BODILESS = new Set([204, 304]);

/**
 * Reads the responses on one connection, to requests of these methods in order. Interim ones are left out.
 *
 * @throws Error where the bytes are no HTTP/1.1
 */
export function readAnswers(bytes: Buffer, methods: readonly string[], ended: boolean): readonly Answer[] {
  const answers: Answer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const headEnd = bytes.indexOf(HEAD_END, at);
    if (headEnd < 0) break;
    const { status, headers } = readHead(bytes.toString("latin1", at, headEnd));
    at = headEnd + HEAD_END.length;
    if (status < 200) continue;
    const bodiless = methods[answers.length] === "HEAD" || BODILESS.has(status);
    const rest = bytes.subarray(at);
    const { body, length } = bodiless ? { body: rest.subarray(0, 0), length: 0 } : readBody(rest, headers, ended);
    answers.push({ status, headers, body, complete: length !== undefined });
    if (length === undefined) break;
    at += length;
  }
  return answers;
}

function readHead(head: string): Pick<Answer, "status" | "headers"> {
  const [line = "", ...rest] = head.split("\r\n");
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(`${line} `)?.[1];
  if (status === undefined) throw new Error(`the server sent ${JSON.stringify(line)} where a status line should be`);
  const headers = rest.map((text): [string, string] => {
    const colon = text.indexOf(":");
    return [text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim()];
  });
  return { status: Number(status), headers: new Map(headers) };
}

/** A body and the bytes that it took; undefined while it goes on. */
function readBody(
  rest: Buffer,
  headers: Answer["headers"],
  ended: boolean,
): { body: Buffer; length: number | undefined } {
  const length = headers.get("content-length");
  if (length !== undefined) {
    const end = Number(length);
    return { body: rest.subarray(0, end), length: rest.length >= end ? end : undefined };
  }
  if (headers.get("transfer-encoding") !== "chunked") return { body: rest, length: ended ? rest.length : undefined };
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = rest.indexOf("\r\n", at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(rest.toString("latin1", at, lineEnd), 16);
    const start = lineEnd + 2;
    if (Number.isNaN(size) || rest.length < start + size + 2) return { body: Buffer.concat(chunks), length: undefined };
    if (size === 0) return { body: Buffer.concat(chunks), length: start + 2 };
    chunks.push(rest.subarray(start, start + size));
    at = start + size + 2;
  }
}
