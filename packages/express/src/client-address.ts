import type { IncomingMessage } from "node:http";
import { createTrust, forwardedAddress, readAddress, type TrustedProxies } from "@tidings/admission/node";
import type { Express } from "express";

/**
 * The client's address, without port and zone: the one that a trusted proxy writes, else the socket's. If a proxy
 * writes something that is not an address (`unknown`, `_hidden`, garbage), the socket's address counts (S9.5).
 */
export function clientAddress(request: IncomingMessage & { readonly ip?: string | undefined }): string | undefined {
  return readAddress(request.ip) ?? readAddress(request.socket.remoteAddress);
}

/** Makes a function like {@link clientAddress} for requests that do not pass through Express. */
export function addressIn(app: Express): (request: IncomingMessage) => string | undefined {
  const trusts = app.get("trust proxy fn") as (address: string, hop: number) => boolean;
  return (request) => forwardedAddress(request, trusts);
}

/**
 * Tells Express which proxies to trust. An address in `X-Forwarded-For` is compared without the port that some proxies
 * add.
 */
export function trustProxies(app: Express, proxies: TrustedProxies): void {
  app.set("trust proxy", createTrust(proxies));
}
