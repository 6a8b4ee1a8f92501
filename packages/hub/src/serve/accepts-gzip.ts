import Negotiator from "negotiator";

/** Whether an `Accept-Encoding` header prefers gzip to nothing at all; without the header nothing is (RFC 9110 12.5.3). */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  const negotiator = new Negotiator({ headers: { "accept-encoding": acceptEncoding } });
  return negotiator.encoding(["gzip", "identity"]) === "gzip";
}
