import type { IncomingMessage } from "node:http";

/** Decides which web pages of other origins may call this server. */
export interface Origins {
  /** Whether a page of this origin may read answers and send cookies. */
  allows(origin: string): boolean;
  /**
   * Whether a request comes from this server's own pages, an allowed origin, or no web page at all. `host` is the host
   * that the browser used, if a trusted proxy changed the header. Default: the header `Host`.
   */
  trusts(request: Pick<IncomingMessage, "headers"> & { readonly host?: string | undefined }): boolean;
}

/**
 * @param allowed Origins such as `https://app.example.com`. `http://localhost:*` allows every port of a host, and no
 *   port.
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
      // Pages cannot set this header, and it is still right behind proxies that change the host.
      const site = headers["sec-fetch-site"];
      if (site === "same-origin") return true;
      const { origin } = headers;
      // Browsers send `Origin` with every write. A write without it comes from another program, or from an old browser:
      // then `Sec-Fetch-Site` decides. `same-site` means another host of the same domain, so it is not trusted.
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
 * @returns undefined if it is not a web origin, for example an address with a path or with a star in its name
 * @example readOrigin("https://app.example.com/") // "https://app.example.com"
 */
export function readOrigin(text: string): string | undefined {
  const entry = text.trim().replace(/\/$/, "");
  // `URL` accepts a star as an ordinary character, so the entry would name a host that does not exist.
  const url = entry.includes("*") ? null : URL.parse(entry);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === entry ? entry : undefined;
}

/**
 * Reads an entry of {@link createOrigins}' list: an origin, or one with `*` for every port.
 *
 * @returns undefined if it is neither
 * @example readAllowedOrigin("http://localhost:*") // "http://localhost:*"
 */
export function readAllowedOrigin(text: string): string | undefined {
  const entry = text.trim().replace(/\/$/, "");
  return readOrigin(entry.replace(/:\*$/, "")) === undefined ? undefined : entry;
}
