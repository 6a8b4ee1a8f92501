import { readAllowedOrigin, readTrustedProxies, type TrustedProxies } from "@tidings/admission/node";
import { InvalidArgumentError } from "commander";

/** Reads a whole number within bounds, written in digits. */
export function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    if (/^\d{1,12}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Reads the most that is allowed of something: a whole number, or `Infinity` for no limit (D28.4). */
export function limit(max: number) {
  return (text: string): number => {
    if (/^infinity$/i.test(text)) return Number.POSITIVE_INFINITY;
    if (/^\d{1,12}$/.test(text) && Number(text) >= 1 && Number(text) <= max) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${max}, or Infinity for no limit.`);
  };
}

/** Reads a list of entries separated by commas. The option may be given several times. */
export function list(text: string, previous: readonly string[]): readonly string[] {
  const entries = text.split(",").map((entry) => entry.trim());
  if (entries.includes("")) throw new InvalidArgumentError("One entry is empty; separate entries by one comma.");
  return [...previous, ...entries];
}

/** Reads a list of origins: `https://app.example.com`, or `http://localhost:*` for every port. */
export function origins(text: string, previous: readonly string[]): readonly string[] {
  const entries = list(text, []).map((entry) => {
    const origin = readAllowedOrigin(entry);
    if (origin !== undefined) return origin;
    throw new InvalidArgumentError(`"${entry}" is not an origin; write it as https://app.example.com, without a path.`);
  });
  return [...previous, ...entries];
}

/** Reads which proxies in front to trust. */
export function trustedProxies(text: string): TrustedProxies {
  const proxies = readTrustedProxies(text);
  if (proxies !== undefined) return proxies;
  throw new InvalidArgumentError("It must be how many proxies stand in front, or their addresses: 10.0.0.0/8,::1.");
}

/** Reads an address of the web. */
export function webAddress(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError("It must be an address as https://id.example.com/keys.");
  }
  return url;
}
