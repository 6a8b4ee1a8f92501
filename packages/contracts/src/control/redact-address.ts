const SECRET = new Set(["token", "ticket", "sessionid"]);
/** The shape of a JWT, wherever it stands: a caller may send a token under a name that is not known here. */
const JWT = /eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;

/**
 * A request's address as logs and pages may show it: the values of `token`, `ticket` and `sessionId` are gone, however
 * the names are written, and so is whatever has the shape of a token (S7).
 *
 * @example redactAddress("/api/orders/stream?token=eyJ...&x=1") // "/api/orders/stream?token=[redacted]&x=1"
 */
export function redactAddress(url: string): string {
  const shapeless = url.replace(JWT, "[redacted]");
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
