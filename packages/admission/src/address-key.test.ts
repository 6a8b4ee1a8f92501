import fc from "fast-check";
import { expect, it } from "vitest";
import { addressKey } from "./address-key.ts";

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::FFFF:c000:201", "192.0.2.1"],
  ["2001:db8:0:7::1", "2001:db8:0:7::/64"],
  ["2001:0DB8:0000:0007:ffff:ffff:ffff:ffff", "2001:db8:0:7::/64"],
  ["2001:db8::", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4::/64"],
  ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
  ["unknown", "unknown"],
  ["203.0.113.7:4711", "203.0.113.7:4711"],
  [undefined, "unknown"],
])("S9.4: %s counts as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});

const group = fc.integer({ min: 0, max: 0xffff });
const groups = fc.array(group, { minLength: 4, maxLength: 4 });
/** Groups as people write them. */
const written = (parts: readonly number[], upper: boolean, padded: boolean) => {
  const text = parts.map((part) => part.toString(16).padStart(padded ? 4 : 1, "0")).join(":");
  return upper ? text.toUpperCase() : text;
};

it("S9.4: addresses of one /64, however written, count as one; of two, as two", () => {
  fc.assert(
    fc.property(
      groups,
      groups,
      groups,
      groups,
      fc.boolean(),
      fc.boolean(),
      (network, other, host, host2, upper, padded) => {
        fc.pre(network.some((part) => part !== 0) && other.some((part) => part !== 0));
        const key = addressKey(written([...network, ...host], upper, padded));
        expect(addressKey(written([...network, ...host2], !upper, !padded))).toBe(key);
        expect(addressKey(`${written(network, upper, padded)}::`)).toBe(key);
        const same = network.every((part, index) => part === other[index]);
        expect(addressKey(written([...other, ...host], upper, padded)) === key).toBe(same);
      },
    ),
    { numRuns: 2000 },
  );
});
