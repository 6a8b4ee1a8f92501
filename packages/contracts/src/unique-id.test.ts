import { expect, it, vi } from "vitest";
import { uniqueId } from "./unique-id.ts";

it("makes no id twice, at one moment and by the same chance", () => {
  const stuck = { now: () => 1_772_082_000_000, random: () => 0.5 };
  expect(new Set(Array.from({ length: 1_000 }, () => uniqueId(stuck))).size).toBe(1_000);
});

it("differs between pages that begin at the same moment", () => {
  const now = () => 1_772_082_000_000;
  const tail = (id: string) => id.split("-").slice(2).join("-");
  expect(tail(uniqueId({ now, random: () => 0.25 }))).not.toBe(tail(uniqueId({ now, random: () => 0.75 })));
});

it("needs nothing that pages without TLS lack, and fits into a header or an address", () => {
  vi.stubGlobal("crypto", undefined);
  expect(uniqueId()).toMatch(/^[0-9a-z-]{4,64}$/);
  vi.unstubAllGlobals();
});
