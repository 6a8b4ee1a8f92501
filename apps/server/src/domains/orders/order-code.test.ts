import { expect, it } from "vitest";
import { createOrderCode } from "./order-code.ts";

it("a code is ORD- and six characters that nobody mistakes for others", () => {
  const codes = Array.from({ length: 2000 }, createOrderCode);
  for (const code of codes) expect(code).toMatch(/^ORD-[A-HJKMNP-Z2-9]{6}$/);
  expect(new Set(codes.join("").replaceAll("ORD-", "")).size).toBe(31);
});
