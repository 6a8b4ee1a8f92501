import type { Express, Request } from "express";
import { readAddress } from "../limits/read-address.ts";

/**
 * The address that a request comes from, without port and zone: the one that a trusted proxy names, else the socket's.
 * What a proxy writes and is no address (`unknown`, `_hidden`, garbage) names nobody: then the socket's counts (S9).
 */
export function clientAddress(request: Request): string | undefined {
  return readAddress(request.ip) ?? readAddress(request.socket.remoteAddress);
}

/**
 * Tells Express which proxies to believe. An address in `X-Forwarded-For` is compared without the port that some
 * proxies write beside it.
 */
export function trustProxies(app: Express, proxies: false | number | readonly string[]): void {
  app.set("trust proxy", proxies);
  const trusts = app.get("trust proxy fn") as (address: string, hop: number) => boolean;
  app.set("trust proxy", (address: string, hop: number) => trusts(readAddress(address) ?? address, hop));
}
