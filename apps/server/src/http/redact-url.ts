const SECRET = new Set(["token", "ticket"]);

/**
 * A request's URL as logs may hold it: the values of `token` and `ticket` are gone, however the names are written.
 *
 * @example redactUrl("/api/orders/stream?token=eyJ...&x=1") // "/api/orders/stream?token=[redacted]&x=1"
 */
export function redactUrl(url: string): string {
  const at = url.indexOf("?");
  if (at < 0) return url;
  const query = url
    .slice(at + 1)
    .split("&")
    .map((pair) => (SECRET.has(nameOf(pair)) ? `${nameOf(pair)}=[redacted]` : pair));
  return `${url.slice(0, at)}?${query.join("&")}`;
}

function nameOf(pair: string): string {
  for (const [name] of new URLSearchParams(pair)) return name.trim().toLowerCase();
  return "";
}
