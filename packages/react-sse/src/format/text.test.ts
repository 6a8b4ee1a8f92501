import fc from "fast-check";
import { describe, expect, it, test, vi } from "vitest";
import { wildTexts } from "../testing/wild-values.ts";
import { clip, initialOf, MAX_NAME, named } from "./text.ts";

describe("C26.3: names", () => {
  test.each(["", " ", "\t\n", "\u200b", "\u2060\ufeff", "\u3164", "\u2800", "\u0301", "\ud83d", "\u202e"])(
    "C26.3: of %j there is nothing to see, so it is called something else",
    (name) => {
      expect(named(name, "Somebody")).toBe("Somebody");
      expect(initialOf(name)).toBe("?");
    },
  );

  test.each(["Ada", "0", ".", "مرحبا", "🍰", "null", "undefined"])("C26.3: %s is shown as it is", (name) => {
    expect(named(name, "Somebody")).toBe(name);
  });

  it("C26.3: a long name ends in an ellipsis", () => {
    expect(named("x".repeat(MAX_NAME), "Somebody")).toBe("x".repeat(MAX_NAME));
    expect(named("x".repeat(MAX_NAME + 1), "Somebody")).toBe(`${"x".repeat(MAX_NAME - 1)}…`);
  });

  test.each([
    ["ada", "A"],
    ["  ada", "A"],
    ["🇩🇪🇫🇷", "🇩🇪"],
    ["👩‍👩‍👧‍👦 and friends", "👩‍👩‍👧‍👦"],
    ["👍🏽", "👍🏽"],
    ["e\u0301a", "E\u0301"],
    ["مرحبا", "م"],
    ["\ud83dx", "?"],
  ])("C26.3: the initial of %j is %j", (name, initial) => {
    expect(initialOf(name)).toBe(initial);
  });

  it("C26.3: what is cut keeps whole flags, families and accents", () => {
    expect(clip("🇩🇪🇫🇷🇮🇹", 6)).toBe("🇩🇪…");
    expect(clip("🇩🇪🇫🇷🇮🇹", 8)).toBe("🇩🇪…");
    expect(clip("abc👩‍👩‍👧‍👦", 8)).toBe("abc…");
    expect(clip("abc", 3)).toBe("abc");
    expect(clip("abcd", 3)).toBe("ab…");
  });

  it("C26.3: without a segmenter flags, families, skins and accents stay whole, too", async () => {
    vi.stubGlobal("Intl", {
      ...Object.fromEntries(Object.getOwnPropertyNames(Intl).map((name) => [name, Reflect.get(Intl, name)])),
      Segmenter: undefined,
    });
    vi.resetModules();
    const old = await import("./text.ts");
    vi.unstubAllGlobals();
    for (const one of ["🇩🇪", "👩‍👩‍👧‍👦", "👍🏽", "E\u0301", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "🏳️‍🌈", "👩🏽‍🚀", "م", "A"]) {
      expect(old.initialOf(`${one}🇫🇷 and friends`)).toBe(one);
      expect(old.clip(`${one}🇫🇷🇮🇹 and friends`, one.length + 2)).toBe(`${one}…`);
    }
    expect(old.initialOf("\ud83dx")).toBe("?");
    expect(old.initialOf("\n ada")).toBe("A");
  });

  it("C26.4: whatever comes, something is shown, nothing throws, and no half of a character is left", () => {
    const anything = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.constantFrom(...Object.values(wildTexts)));
    fc.assert(
      fc.property(anything, (name) => {
        const shown = named(name, "Somebody");
        expect(shown.trim()).not.toBe("");
        expect(shown.length).toBeLessThanOrEqual(MAX_NAME + 1);
        expect(shown.isWellFormed()).toBe(true);
        const initial = initialOf(name);
        expect(initial).not.toBe("");
        expect(initial.length).toBeLessThanOrEqual(17);
        expect(initial.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
