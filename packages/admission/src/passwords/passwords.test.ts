import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { createPasswords, defaultPasswordCost } from "./passwords.ts";

const passwords = createPasswords({ logN: 4, r: 8, p: 1 });

it("S10.1: the right password passes and others do not", async () => {
  const stored = await passwords.hash("tidings-demo");
  expect(await passwords.check("tidings-demo", stored)).toBe(true);
  expect(await passwords.check("tidings-demo ", stored)).toBe(false);
  expect(await passwords.check("", stored)).toBe(false);
});

it("S10.1: the same password is stored differently each time, and never as it is", async () => {
  const [one, other] = [await passwords.hash("tidings-demo"), await passwords.hash("tidings-demo")];
  expect(one).not.toBe(other);
  expect(one).not.toContain("tidings-demo");
  expect(one).toMatch(/^scrypt\$4\$8\$1\$/);
});

it("a hash of another cost is still checked", async () => {
  const stored = await createPasswords({ logN: 5, r: 4, p: 2 }).hash("secret");
  expect(await passwords.check("secret", stored)).toBe(true);
});

it("the same letters composed differently are the same password", async () => {
  expect(await passwords.check("cafe\u0301", await passwords.hash("caf\u00e9"))).toBe(true);
});

it("nobody's password is never right, and what is no hash is nobody's", async () => {
  const hash = randomBytes(32).toString("base64");
  const odd = ["x$8$1", "4.5$8$1", "0$8$1", "19$8$1", "4$0$1", "4$33$1", "4$8$0", "4$8$17", "-4$8$1", "4$8$1e9", "$$"];
  const written = odd.map((cost) => `scrypt$${cost}$c2FsdA==$${hash}`);
  for (const stored of [undefined, "", "plain", "scrypt$4$8$1$c2FsdA==$", ...written]) {
    expect(await passwords.check("", stored)).toBe(false);
  }
});

it("S10.2: an unknown user costs as much as a known one", async () => {
  // At a cost where hashing outweighs everything else; the shorter of several runs is the least disturbed one.
  const costly = createPasswords({ ...defaultPasswordCost, p: 1 });
  const stored = await costly.hash("secret");
  const shortest = async (hash: string | undefined) => {
    const runs: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      const start = process.cpuUsage();
      await costly.check("wrong", hash);
      const { user, system } = process.cpuUsage(start);
      runs.push(user + system);
    }
    return Math.min(...runs);
  };
  const known = await shortest(stored);
  expect(await shortest(undefined)).toBeGreaterThan(known / 3);
});
