import { isIPv6 } from "node:net";

/**
 * The key under which an address is counted. An IPv4 address counts by itself. An IPv6 address counts by its /64
 * network, because every customer can choose any address in theirs (RFC 6177, S9.4). An IPv4 address that is written as
 * IPv6 counts as the IPv4 address.
 *
 * @example addressKey("2001:db8:0:7::1") // "2001:db8:0:7::/64"
 * @example addressKey("::ffff:192.0.2.1") // "192.0.2.1"
 */
export function addressKey(address: string | undefined): string {
  const [plain = ""] = (address ?? "").split("%");
  if (!isIPv6(plain)) return address ?? "unknown";
  const groups = groupsOf(plain);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join(".");
  }
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): readonly number[] {
  // A URL writes an IPv6 address in hexadecimal only, with at most one `::`.
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const left = numbers(head);
  if (tail === undefined) return left;
  const right = numbers(tail);
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function numbers(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}
