import type { AnyEndpoint } from "@tidings/contracts";
import { ClientError } from "../error.ts";
import { isEventStream } from "../transport/mime.ts";

/**
 * The JSON of a successful answer. A stream is refused by its headers, because its body never ends (C16.2).
 *
 * @param request - Method and address, for the words
 * @throws ClientError `invalid_response`, which says what came instead (C16.3); what `fetch` throws when the connection breaks
 */
export async function readJson(endpoint: AnyEndpoint, request: string, response: Response): Promise<unknown> {
  const type = response.headers.get("content-type");
  const { status } = response;
  const refuse = (how: string, advice: string) => {
    const message = `${request} (${endpoint.name}) was answered ${how} ${advice}`;
    return new ClientError("invalid_response", message, { request, status, subject: endpoint.name });
  };
  if (isEventStream(type)) {
    void response.body?.cancel().catch(() => {});
    throw refuse("with a stream, not JSON.", "Serve the stream at its own path only, and answer this one with JSON.");
  }
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    if (/^\s*<(!doctype|html)\b/i.test(text)) {
      throw refuse(
        "with an HTML page, not JSON.",
        "It may be a sign-in page, or come from a server that does not know this path: check createClient's baseUrl.",
      );
    }
    throw refuse(whatCame(text, type, status), "Check that this address leads to your API.");
  }
}

function whatCame(text: string, type: string | null, status: number): string {
  if (text === "") return `with an empty body (status ${status}), not JSON.`;
  if (type === null) return "with a body of no declared type, not JSON.";
  return /\bjson\b/i.test(type) ? "with malformed JSON." : `with ${type}, not JSON.`;
}
