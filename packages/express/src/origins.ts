import type { Request } from "express";

/** Decides which web pages may talk to this server from elsewhere. */
export interface Origins {
  /** Whether a page of this origin may read answers and send cookies. */
  allows(origin: string): boolean;
  /** Whether a request comes from this server's own pages, an allowed origin, or no web page at all. */
  trusts(request: Request): boolean;
}

/**
 * @param allowed Origins as `https://app.example.com`; `http://localhost:*` allows every port of a host.
 */
export function createOrigins(allowed: readonly string[]): Origins {
  const exact = new Set(allowed);
  const anyPort = allowed.filter((entry) => entry.endsWith(":*")).map((entry) => entry.slice(0, -2));

  function allows(origin: string): boolean {
    return exact.has(origin) || anyPort.some((host) => origin === host || isPortOf(origin, host));
  }

  return {
    allows,
    trusts(request) {
      // No page can write this header: what browsers say in it holds behind proxies that change the host, too.
      const site = request.get("Sec-Fetch-Site");
      if (site === "same-origin") return true;
      const origin = request.get("Origin");
      // Browsers name the origin of every write. One without it is not a browser's, or an old one's: then this tells,
      // and `same-site` is another host of the same domain.
      if (origin === undefined) return site === undefined || site === "none";
      return allows(origin) || (URL.canParse(origin) && new URL(origin).host === request.host);
    },
  };
}

function isPortOf(origin: string, host: string): boolean {
  return origin.startsWith(`${host}:`) && /^\d{1,5}$/.test(origin.slice(host.length + 1));
}
