import { describe, expect, it } from "vitest";
import { createFakeHost, settle } from "../testing/fake-host.ts";
import { type AuthOptions, createAuth } from "./auth.ts";

const auths = (options: AuthOptions) =>
  createAuth(
    options,
    createFakeHost(() => new Promise(() => {})),
  );

describe("C5: session", () => {
  it("C5.3: shares one refresh among all who ask while it runs", async () => {
    let refreshes = 0;
    const auth = auths({
      token: () => "old",
      refresh: async () => {
        refreshes += 1;
        return "fresh";
      },
    });
    expect(await Promise.all([auth.refresh(), auth.refresh()])).toEqual([true, true]);
    expect(refreshes).toBe(1);
    expect(await auth.token()).toBe("fresh");
    await auth.refresh();
    expect(refreshes).toBe(2);
  });

  it("C5.4: forgets a fresh token as soon as the application hands out another", async () => {
    let own: string | undefined = "ada-old";
    const auth = auths({ token: () => own, refresh: async () => "ada-fresh" });
    await auth.refresh();
    own = "grace";
    expect(await auth.token()).toBe("grace");
    own = undefined;
    expect(await auth.token()).toBeUndefined();
  });

  it("renews a token that the application handed out while the former one was being renewed", async () => {
    let own = "ada";
    const first = Promise.withResolvers<string>();
    const asked: string[] = [];
    const auth = auths({
      token: () => own,
      refresh: () => {
        asked.push(own);
        return asked.length === 1 ? first.promise : Promise.resolve("grace-fresh");
      },
    });
    const ada = auth.refresh();
    await Promise.resolve();
    own = "grace";
    const grace = auth.refresh();
    first.resolve("ada-fresh");
    expect(await Promise.all([ada, grace])).toEqual([true, true]);
    expect(asked).toEqual(["ada", "grace"]);
    expect(await auth.token()).toBe("grace-fresh");
  });

  it("an application that takes the fresh token for its own while the refresh still runs is not asked twice", async () => {
    let own = "old";
    let refreshes = 0;
    const stored = Promise.withResolvers<void>();
    const auth = auths({
      token: () => own,
      refresh: async () => {
        refreshes += 1;
        own = "fresh";
        await stored.promise;
        return own;
      },
    });
    const first = auth.refresh();
    await Promise.resolve();
    await Promise.resolve();
    // This one asks for the token when the application has stored the fresh one already.
    const second = auth.refresh();
    stored.resolve();
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect([refreshes, await auth.token()]).toEqual([1, "fresh"]);
  });

  it("a token that takes its time shares one refresh, and the fresh one stands in for it", async () => {
    let refreshes = 0;
    const auth = auths({
      token: async () => "old",
      refresh: async () => {
        refreshes += 1;
        return "fresh";
      },
    });
    expect(await Promise.all([auth.refresh(), auth.refresh()])).toEqual([true, true]);
    expect([refreshes, await auth.token()]).toEqual([1, "fresh"]);
  });

  it("takes an empty token for a renewed cookie", async () => {
    const auth = auths({ refresh: async () => "" });
    expect(await auth.refresh()).toBe(true);
    expect(await auth.token()).toBeUndefined();
  });

  it.each([
    ["there is no refresh", {}],
    ["it answers nothing", { refresh: async () => undefined }],
  ])("gives up when %s", async (_when, options) => {
    expect(await auths(options).refresh()).toBe(false);
  });

  it("C5.2: passes on that a refresh could not find out, and asks again the next time", async () => {
    let online = false;
    const auth = auths({
      refresh: async () => {
        if (!online) throw new TypeError("fetch failed");
        return "fresh";
      },
    });
    await expect(auth.refresh()).rejects.toThrow("fetch failed");
    online = true;
    expect(await auth.refresh()).toBe(true);
  });

  it("C5.5: a refresh that never settles is given up after 30 s, and asked again the next time", async () => {
    const host = createFakeHost(() => new Promise(() => {}));
    let asked = 0;
    const auth = createAuth(
      {
        refresh: () => {
          asked += 1;
          return asked === 1 ? new Promise<never>(() => {}) : Promise.resolve("fresh");
        },
      },
      host,
    );
    const first = auth.refresh().catch(({ code, message }) => [code, message]);
    const shared = auth.refresh().catch(({ code }) => code);
    await settle();
    await host.advance(29_999);
    expect(asked).toBe(1);
    await host.advance(1);
    const words = "the application's refresh() has not settled within 30 s";
    expect([await first, await shared]).toEqual([["network", words], "network"]);
    expect(host.pending.timers).toBe(0);
    expect(await auth.refresh()).toBe(true);
    expect(await auth.token()).toBe("fresh");
  });

  it("C12.1: closed, it leaves no timer of a refresh that never settles", async () => {
    const host = createFakeHost(() => new Promise(() => {}));
    const auth = createAuth({ refresh: () => new Promise<never>(() => {}) }, host);
    void auth.refresh();
    await settle();
    expect(host.pending.timers).toBe(1);
    auth.close();
    expect(host.pending.timers).toBe(0);
  });
});
