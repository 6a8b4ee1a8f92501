import { describe, expect, it } from "vitest";
import { createAuth } from "./auth.ts";

describe("C5: session", () => {
  it("shares one refresh among all who ask while it runs", async () => {
    let refreshes = 0;
    const auth = createAuth({
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

  it("forgets a fresh token as soon as the application hands out another", async () => {
    let own: string | undefined = "ada-old";
    const auth = createAuth({ token: () => own, refresh: async () => "ada-fresh" });
    await auth.refresh();
    own = "grace";
    expect(await auth.token()).toBe("grace");
    own = undefined;
    expect(await auth.token()).toBeUndefined();
  });

  it("takes an empty token for a renewed cookie", async () => {
    const auth = createAuth({ refresh: async () => "" });
    expect(await auth.refresh()).toBe(true);
    expect(await auth.token()).toBeUndefined();
  });

  it.each([
    ["there is no refresh", {}],
    ["it answers nothing", { refresh: async () => undefined }],
  ])("gives up when %s", async (_when, options) => {
    expect(await createAuth(options).refresh()).toBe(false);
  });

  it("passes on that a refresh could not find out, and asks again the next time", async () => {
    let online = false;
    const auth = createAuth({
      refresh: async () => {
        if (!online) throw new TypeError("fetch failed");
        return "fresh";
      },
    });
    await expect(auth.refresh()).rejects.toThrow("fetch failed");
    online = true;
    expect(await auth.refresh()).toBe(true);
  });
});
