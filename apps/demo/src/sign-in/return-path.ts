/** Where someone who must sign in first is sent, so that they come back to `path`. */
export function signInPath(path: string): string {
  return path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}

/**
 * Where to go after signing in: the page asked for, if it is one of this site; a `next` that leads elsewhere
 * (`//evil.example`, `https:...`) leads home.
 */
export function returnPath(search: string): string {
  const next = new URLSearchParams(search).get("next");
  if (!next) return "/";
  const base = "https://here.invalid";
  const url = URL.canParse(next, base) ? new URL(next, base) : undefined;
  return url?.origin === base && next.startsWith("/") ? url.pathname + url.search + url.hash : "/";
}
