/**
 * The position that a request names: the `Last-Event-ID` header's, else `?lastEventId=` (D4.1). Servers hand header
 * bytes over as Latin-1, while ids travel as UTF-8.
 */
export function lastEventIdOf(header: string | null | undefined, url: string | undefined): string | undefined {
  if (header) return new TextDecoder().decode(Uint8Array.from(header, (character) => character.charCodeAt(0)));
  return new URLSearchParams(queryOf(url)).get("lastEventId") ?? undefined;
}

/** All after the first `?`: further ones belong to the query (RFC 3986 3.4). A fragment does not. */
function queryOf(url = ""): string {
  const [address = ""] = url.split("#", 1);
  const start = address.indexOf("?");
  return start < 0 ? "" : address.slice(start);
}
