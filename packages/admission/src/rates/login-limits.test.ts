import { expect, it } from "vitest";
import { Refusal } from "../refusal.ts";
import { createLoginLimits, type LimitLogins } from "./login-limits.ts";

const HERE = "192.0.2.1";
const ELSEWHERE = "198.51.100.1";

/** How many of so many attempts are let in. */
async function letIn(limit: LimitLogins, attempts: readonly (readonly [string, string])[]): Promise<number> {
  let count = 0;
  for (const [address, email] of attempts) if (!(await isRefused(limit, address, email))) count += 1;
  return count;
}

async function isRefused(limit: LimitLogins, address: string, email: string): Promise<boolean> {
  try {
    await limit(address, email);
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ status: 429, message: expect.stringMatching(/^Too many failed .* in \d+ s$/) });
    return true;
  }
}

const times = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at));

it("S14.3: an address that fails with ever other emails comes to its end, and no other address with it", async () => {
  const limit = createLoginLimits({ perAddress: 5 });
  expect(
    await letIn(
      limit,
      times(20, (at) => [HERE, `invented-${at}@example.com`]),
    ),
  ).toBe(5);
  expect(await isRefused(limit, HERE, "ada@example.com")).toBe(true);
  expect(await isRefused(limit, ELSEWHERE, "ada@example.com")).toBe(false);
});

it("S14.3: all addresses of an IPv6 /64 are one, ports and the IPv4 form of an address change nothing", async () => {
  const limit = createLoginLimits({ perAddress: 2 });
  expect(
    await letIn(
      limit,
      times(9, (at) => [`2001:db8:0:7::${at}`, `a${at}@example.com`]),
    ),
  ).toBe(2);
  expect(
    await letIn(
      limit,
      [HERE, `::ffff:${HERE}`, HERE].map((address, at) => [address, `b${at}`]),
    ),
  ).toBe(2);
});

it("S14.4: an email that many addresses failed with is closed to none of them at the first try, nor to its owner", async () => {
  const limit = createLoginLimits({ perPair: 10, perEmail: 5 });
  const from = (at: number) => `203.0.113.${at}`;
  expect(
    await letIn(
      limit,
      times(5, (at) => [from(at), "ada@example.com"]),
    ),
  ).toBe(5);
  // Under attack each address has two tries, however often it comes.
  expect(
    await letIn(
      limit,
      times(10, () => [from(100), "Ada@example.com"]),
    ),
  ).toBe(2);
  expect(
    await letIn(
      limit,
      times(10, () => [ELSEWHERE, "ada@example.com"]),
    ),
  ).toBe(2);
  expect(
    await letIn(
      limit,
      times(10, () => [ELSEWHERE, "grace@example.com"]),
    ),
  ).toBe(5 + 2);
});

it("S14.4: who signs in well while the email is under attack has both tries again, and the attack is not forgiven", async () => {
  const limit = createLoginLimits({ perEmail: 3 });
  expect(
    await letIn(
      limit,
      times(9, () => [HERE, "ada@example.com"]),
    ),
  ).toBe(3 + 2);
  for (let round = 0; round < 5; round += 1) await (await limit(ELSEWHERE, "ada@example.com")).succeeded();
  expect(
    await letIn(
      limit,
      times(9, () => [ELSEWHERE, "ada@example.com"]),
    ),
  ).toBe(2);
  expect(await isRefused(limit, HERE, "ada@example.com")).toBe(true);
});

it("S14.3: a right password gives the address its attempt back, and takes none of its failures away", async () => {
  const limit = createLoginLimits({ perAddress: 3 });
  for (let round = 0; round < 9; round += 1) await (await limit(HERE, "ada@example.com")).succeeded();
  expect(
    await letIn(
      limit,
      times(2, (at) => [HERE, `wrong-${at}`]),
    ),
  ).toBe(2);
  await (await limit(HERE, "ada@example.com")).succeeded();
  expect(
    await letIn(
      limit,
      times(2, (at) => [HERE, `wrong-${at}`]),
    ),
  ).toBe(1);
});

it("S14.5: an attempt whose password was never looked at counts nowhere", async () => {
  const limit = createLoginLimits({ perPair: 1, perAddress: 1, perEmail: 1 });
  for (let round = 0; round < 5; round += 1) await (await limit(HERE, "ada@example.com")).dropped();
  expect(
    await letIn(
      limit,
      times(3, () => [HERE, "ada@example.com"]),
    ),
  ).toBe(1);
});

it("S14.5: what is refused counts nowhere: a pair at its limit does not use up its address", async () => {
  const limit = createLoginLimits({ perPair: 1, perAddress: 3 });
  expect(
    await letIn(
      limit,
      times(9, () => [HERE, "ada@example.com"]),
    ),
  ).toBe(1);
  expect(
    await letIn(
      limit,
      times(9, (at) => [HERE, `wrong-${at}`]),
    ),
  ).toBe(2);
});

it("S20.2: an attempt knows how often its address has failed, itself among them", async () => {
  const limit = createLoginLimits({ perAddress: 9 });
  expect((await limit(HERE, "a")).failures).toBe(1);
  const second = await limit(HERE, "b");
  expect(second.failures).toBe(2);
  await second.dropped();
  expect((await limit(HERE, "c")).failures).toBe(2);
  expect((await limit(ELSEWHERE, "c")).failures).toBe(1);
});

it("S14.6: over a limit the answer says when its window ends: a quarter of an hour after the first failure", async () => {
  const limit = createLoginLimits({ perPair: 1 }, "No more");
  await limit(HERE, "ada@example.com");
  await expect(limit(HERE, "ada@example.com")).rejects.toMatchObject({
    status: 429,
    retryAfter: 900,
    message: expect.stringMatching(/^No more.* in 900 s$/),
  });
});
