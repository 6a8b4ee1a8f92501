import { errorBody, parse } from "@tidings/contracts";

/** The server's words in a failing answer; none where the body is not the contract's error body. */
export async function readErrors(response: Response): Promise<readonly string[]> {
  // Any other body is not read: it may be a stream that never ends.
  if (!/\bjson\b/i.test(response.headers.get("content-type") ?? "")) {
    void response.body?.cancel().catch(() => {});
    return [];
  }
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = parse(errorBody, body);
  return parsed.ok ? parsed.data.errors : [];
}
