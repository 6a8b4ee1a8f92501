/**
 * The position that a request names: the `Last-Event-ID` header's, else `?lastEventId=` (D4). Servers hand header
 * bytes over as Latin-1, while ids travel as UTF-8.
 */
export function lastEventIdOf(header: string | null | undefined, url: string | undefined): string | undefined {
  if (header) return new TextDecoder().decode(Uint8Array.from(header, (character) => character.charCodeAt(0)));
  const query = url?.split("?", 2)[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get("lastEventId") ?? undefined);
}
