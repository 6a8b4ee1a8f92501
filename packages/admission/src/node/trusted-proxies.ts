import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddr from "proxy-addr";
import { readAddress } from "./read-address.ts";

/** Which proxies are believed: none, how many stand in front, or their addresses and networks. */
export type TrustedProxies = false | number | readonly string[];

/** Whether the proxy at an address is believed; `hop` counts from 0, the one that the socket comes from. */
export type Trust = (address: string, hop: number) => boolean;

/** What addresses have names for. */
const NAMED_NETWORKS = new Set(["loopback", "linklocal", "uniquelocal"]);

/**
 * Reads which proxies to believe: `false`, a number, or addresses and networks separated by commas (`10.0.0.0/8`, `::1`,
 * `loopback`, `linklocal`, `uniquelocal`).
 *
 * @returns undefined for anything else, `true` too: it would let clients name any address
 */
export function readTrustedProxies(text: string): TrustedProxies | undefined {
  if (text === "false") return false;
  if (/^\d{1,2}$/.test(text)) return Number(text) || false;
  const entries = text.split(",").map((entry) => entry.trim());
  return entries.every(isNetwork) ? entries : undefined;
}

/** Strictly: the library that compares addresses takes `99` for the address 0.0.0.99. */
function isNetwork(text: string): boolean {
  if (NAMED_NETWORKS.has(text)) return true;
  const [address = "", prefix, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || address.includes("%") || rest.length > 0) return false;
  if (prefix === undefined) return true;
  // 0 would be everyone.
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (family === 4 ? 32 : 128);
}

/** Makes the check of one proxy. It is compared without the port that some proxies write beside an address. */
export function createTrust(proxies: TrustedProxies): Trust {
  if (proxies === false) return () => false;
  if (typeof proxies === "number") return (_address, hop) => hop < proxies;
  const trusts = proxyAddr.compile([...proxies]);
  return (address, hop) => trusts(readAddress(address) ?? address, hop);
}

/**
 * The address that a request comes from, without port and zone: the one that the trusted proxies name in
 * `X-Forwarded-For`, else the socket's (S9.5). What a proxy writes and is no address (`unknown`, `_hidden`) names nobody:
 * then the socket's counts.
 *
 * @returns undefined where the socket was cut already
 */
export function forwardedAddress(request: IncomingMessage, trusts: Trust): string | undefined {
  const { remoteAddress } = request.socket;
  if (remoteAddress === undefined) return undefined;
  return readAddress(proxyAddr(request, trusts)) ?? readAddress(remoteAddress);
}
