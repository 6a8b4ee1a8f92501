import { isIPv6 } from "node:net";

/** The addresses to listen on that a browser on this machine reaches as `localhost`. */
const LOCAL = new Set(["127.0.0.1", "0.0.0.0", "[::]"]);

/**
 * The address to open in a browser for a server that listens on `host`.
 *
 * @example originOf("::1", 8000) // "http://[::1]:8000"
 * @example originOf("0.0.0.0", 8000) // "http://localhost:8000"
 */
export function originOf(host: string, port: number): string {
  if (!isIPv6(host)) return `http://${LOCAL.has(host) ? "localhost" : host}:${port}`;
  const [address = host, zone] = host.split("%");
  const written = new URL(`http://[${address}]`).hostname;
  // RFC 6874: the zone belongs to the address, and its sign is escaped.
  const zoned = zone === undefined ? written : `${written.slice(0, -1)}%25${zone}]`;
  return `http://${LOCAL.has(zoned) ? "localhost" : zoned}:${port}`;
}
