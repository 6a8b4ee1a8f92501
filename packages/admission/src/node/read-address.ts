import { isIP, isIPv6 } from "node:net";

/** `[v6]`, `[v6]:port`, `v4:port`, `::ffff:v4:port`. */
const BRACKETED = /^\[([^\]]*)\](?::(\d{1,5}))?$/;
const DOTTED = /^([\da-f:]*(?:\d+\.){3}\d+):(\d{1,5})$/i;
const MAX_PORT = 65_535;

/**
 * Reads an IP address in the forms that sockets and proxies write: bare, with a port, in quotes, with a zone. Returns
 * the bare address, or undefined if it is not an address.
 *
 * @example readAddress("203.0.113.7:4711") // "203.0.113.7"
 * @example readAddress('"[2001:db8::1]:4711"') // "2001:db8::1"
 * @example readAddress("unknown") // undefined
 */
export function readAddress(text: string | undefined): string | undefined {
  const plain = (text ?? "").trim().replace(/^"(.*)"$/, "$1");
  const bracketed = BRACKETED.exec(plain);
  const [, written = plain, port = "0"] = bracketed ?? DOTTED.exec(plain) ?? [];
  if (Number(port) > MAX_PORT) return undefined;
  if (isIPv6(written)) return written.split("%", 1)[0];
  return bracketed === null && isIP(written) === 4 ? written : undefined;
}
