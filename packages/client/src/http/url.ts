/** Adds parameters to an address; undefined ones are left out, lists are joined by commas as `?events=` wants them. */
export function withQuery(url: string, query: object): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) params.set(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  // The same query is the same address, whatever the order it was written in: shared streams go by it.
  params.sort();
  const text = params.toString();
  if (text === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${text}`;
}

/** Puts parameters in the places that a path keeps for them: `/orders/:id`. Half a character, which no address can hold, becomes "�". */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/:([A-Za-z_]\w*)/g, (_place, name: string) =>
    encodeURIComponent((params[name] ?? "").toWellFormed()),
  );
}
