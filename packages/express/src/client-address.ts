import type { IncomingMessage } from "node:http";
import type { Express } from "express";
import proxyAddr from "proxy-addr";
import { readAddress } from "./read-address.ts";

/**
 * The address that a request comes from, without port and zone: the one that a trusted proxy names, else the socket's.
 * What a proxy writes and is no address (`unknown`, `_hidden`, garbage) names nobody: then the socket's counts (S9).
 */
export function clientAddress(request: IncomingMessage & { readonly ip?: string | undefined }): string | undefined {
  return readAddress(request.ip) ?? readAddress(request.socket.remoteAddress);
}

/** Answers what `request.ip` is in an Express application, for requests that do not pass through it. */
export function addressIn(app: Express): (request: IncomingMessage) => string | undefined {
  const trusts = app.get("trust proxy fn") as (address: string, hop: number) => boolean;
  // A socket that was cut already has no address any more.
  return (request) => (request.socket.remoteAddress === undefined ? undefined : proxyAddr(request, trusts));
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
