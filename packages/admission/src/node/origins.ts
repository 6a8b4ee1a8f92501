import type { IncomingMessage } from "node:http";

/** Decides which web pages may talk to this server from elsewhere. */
export interface Origins {
  /** Whether a page of this origin may read answers and send cookies. */
  allows(origin: string): boolean;
  /**
   * Whether a request comes from this server's own pages, an allowed origin, or no web page at all. `host` is the one
   * that the browser used, where a trusted proxy changed it. Default: the header `Host`.
   */
  trusts(request: Pick<IncomingMessage, "headers"> & { readonly host?: string | undefined }): boolean;
}

/**
 * @param allowed Origins as `https://app.example.com`; `http://localhost:*` allows every port of a host, and none.
 */
export function createOrigins(allowed: readonly string[]): Origins {
  const anyPort = allowed.filter((entry) => entry.endsWith(":*")).map((entry) => entry.slice(0, -2));
  const exact = new Set([...allowed.filter((entry) => !entry.endsWith(":*")), ...anyPort]);

  function allows(origin: string): boolean {
    return exact.has(origin) || anyPort.some((host) => isPortOf(origin, host));
  }

  return {
    allows,
    trusts({ headers, host = headers.host }) {
      // No page can write this header: what browsers say in it holds behind proxies that change the host, too.
      const site = headers["sec-fetch-site"];
      if (site === "same-origin") return true;
      const { origin } = headers;
      // Browsers name the origin of every write. One without it is not a browser's, or an old one's: then this tells,
      // and `same-site` is another host of the same domain.
      if (origin === undefined) return site === undefined || site === "none";
      return allows(origin) || (URL.canParse(origin) && new URL(origin).host === host);
    },
  };
}

function isPortOf(origin: string, host: string): boolean {
  return origin.startsWith(`${host}:`) && /^\d{1,5}$/.test(origin.slice(host.length + 1));
}

/**
 * Reads an origin as people write it in a configuration, with or without a slash at its end.
 *
 * @returns undefined for what is no origin of the web: an address with a path, or with a star in its name
 * @example readOrigin("https://app.example.com/") // "https://app.example.com"
 */
export function readOrigin(text: string): string | undefined {
  const entry = text.trim().replace(/\/$/, "");
  // A URL takes a star for an ordinary character, so it would name a host that does not exist.
  const url = entry.includes("*") ? null : URL.parse(entry);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === entry ? entry : undefined;
}

/**
 * Reads an entry of {@link createOrigins}' list: an origin, or one with `*` for every port.
 *
 * @returns undefined for what is neither
 * @example readAllowedOrigin("http://localhost:*") // "http://localhost:*"
 */
export function readAllowedOrigin(text: string): string | undefined {
  const entry = text.trim().replace(/\/$/, "");
  return readOrigin(entry.replace(/:\*$/, "")) === undefined ? undefined : entry;
}
