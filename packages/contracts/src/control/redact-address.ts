const SECRET = new Set(["token", "ticket", "sessionid"]);
/** The shape of a JWT. It is looked for everywhere, because a caller may send a token in a parameter of any name. */
const JWT = /eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;

/**
 * A request's address as logs and pages may show it: without the values of `token`, `ticket` and `sessionId`, in
 * whatever case the names are written, and without anything that looks like a token (S7).
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
