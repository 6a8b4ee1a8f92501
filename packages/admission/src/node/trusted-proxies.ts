import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddr from "proxy-addr";
import { readAddress } from "./read-address.ts";

/** Which proxies are trusted: none, how many stand in front, or their addresses and networks. */
export type TrustedProxies = false | number | readonly string[];

/** Whether the proxy at an address is trusted. `hop` counts from 0, which is the proxy that opened the socket. */
export type Trust = (address: string, hop: number) => boolean;

/** The names that stand for networks. */
const NAMED_NETWORKS = new Set(["loopback", "linklocal", "uniquelocal"]);

/**
 * Reads which proxies to trust: `false`, a number, or addresses and networks separated by commas (`10.0.0.0/8`, `::1`,
 * `loopback`, `linklocal`, `uniquelocal`).
 *
 * @returns undefined for anything else. `true` is refused too, because it would let clients choose any address
 */
export function readTrustedProxies(text: string): TrustedProxies | undefined {
  if (text === "false") return false;
  if (/^\d{1,2}$/.test(text)) return Number(text) || false;
  const entries = text.split(",").map((entry) => entry.trim());
  return entries.every(isNetwork) ? entries : undefined;
}

/** Checks strictly, because the library that compares addresses reads `99` as the address 0.0.0.99. */
function isNetwork(text: string): boolean {
  if (NAMED_NETWORKS.has(text)) return true;
  const [address = "", prefix, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || address.includes("%") || rest.length > 0) return false;
  if (prefix === undefined) return true;
  // A prefix of 0 would match every address.
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (family === 4 ? 32 : 128);
}

/** Makes the check of one proxy. An address is compared without the port that some proxies add to it. */
export function createTrust(proxies: TrustedProxies): Trust {
  if (proxies === false) return () => false;
  if (typeof proxies === "number") return (_address, hop) => hop < proxies;
  const trusts = proxyAddr.compile([...proxies]);
  return (address, hop) => trusts(readAddress(address) ?? address, hop);
}

/**
 * The client's address, without port and zone: the one that the trusted proxies write in `X-Forwarded-For`, else the
 * socket's (S9.5). If a proxy writes something that is not an address (`unknown`, `_hidden`), the socket's address
 * counts.
 *
 * @returns undefined if the socket is closed already
 */
export function forwardedAddress(request: IncomingMessage, trusts: Trust): string | undefined {
  const { remoteAddress } = request.socket;
  if (remoteAddress === undefined) return undefined;
  return readAddress(proxyAddr(request, trusts)) ?? readAddress(remoteAddress);
}
