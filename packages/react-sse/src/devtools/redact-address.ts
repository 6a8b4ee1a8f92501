const SECRET = new Set(["token", "ticket", "sessionid"]);
/** The shape of a JWT, wherever it stands. */
const JWT = /eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;

/**
 * An address as people may see and copy it: what opens a stream is gone, as it is from the server's logs (S7).
 *
 * @example redactAddress("/api/sse?ticket=abc&conversationId=c1") // "/api/sse?ticket=[redacted]&conversationId=c1"
 */
export function redactAddress(address: string): string {
  const shapeless = address.replace(JWT, "[redacted]");
  const at = shapeless.indexOf("?");
  if (at < 0) return shapeless;
  const query = shapeless
    .slice(at + 1)
    .split("&")
    .map((pair) => (SECRET.has(nameOf(pair)) ? `${nameOf(pair)}=[redacted]` : pair));
  return `${shapeless.slice(0, at)}?${query.join("&")}`;
}

function nameOf(pair: string): string {
  for (const [name] of new URLSearchParams(pair)) return name.trim().toLowerCase();
  return "";
}
