import type { IncomingMessage } from "node:http";
import { createTrust, forwardedAddress, readAddress, type TrustedProxies } from "@tidings/admission/node";
import type { Express } from "express";

/**
 * The address that a request comes from, without port and zone: the one that a trusted proxy names, else the socket's.
 * What a proxy writes and is no address (`unknown`, `_hidden`, garbage) names nobody: then the socket's counts (S9.5).
 */
export function clientAddress(request: IncomingMessage & { readonly ip?: string | undefined }): string | undefined {
  return readAddress(request.ip) ?? readAddress(request.socket.remoteAddress);
}

/** Answers the address that {@link clientAddress} does, for requests that do not pass through Express. */
export function addressIn(app: Express): (request: IncomingMessage) => string | undefined {
  const trusts = app.get("trust proxy fn") as (address: string, hop: number) => boolean;
  return (request) => forwardedAddress(request, trusts);
}

/**
 * Tells Express which proxies to believe. An address in `X-Forwarded-For` is compared without the port that some
 * proxies write beside it.
 */
export function trustProxies(app: Express, proxies: TrustedProxies): void {
  app.set("trust proxy", createTrust(proxies));
}
