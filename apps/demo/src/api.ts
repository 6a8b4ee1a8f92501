import type { ClientOptions } from "@tidings/client";

/**
 * The API's address. A built page and mocks use the page's own origin. In `--mode server` it is `VITE_API_BASE_URL`, by
 * default port 8000 of the host in the address bar, so that the cookie belongs to the same site.
 */
export function apiOf(
  env: { readonly MODE: string; readonly VITE_API_BASE_URL?: string },
  page: { readonly protocol: string; readonly hostname: string },
): Pick<ClientOptions, "baseUrl" | "credentials"> {
  if (env.MODE !== "server") return {};
  const baseUrl = env.VITE_API_BASE_URL ?? `${page.protocol}//${page.hostname}:8000`;
  return { baseUrl, credentials: "include" };
}
