import { describe, expect, test } from "vitest";
import { createOrderFormat } from "./order-format.ts";

describe("createOrderFormat", () => {
  test("an amount has two decimals, and a currency only when one is named", () => {
    expect(createOrderFormat({ locale: "en" }).amount(1460)).toBe("1,460.00");
    expect(createOrderFormat({ locale: "en", currency: "INR" }).amount(460)).toBe("₹460.00");
  });

  test("a time is written in the locale and time zone", () => {
    const format = createOrderFormat({ locale: "en-GB", timeZone: "Asia/Kolkata" });
    expect(format.time("2026-02-26T05:00:00.000Z")).toBe("26 Feb 2026, 10:30");
  });

  test("a text that is no time comes back as it is", () => {
    expect(createOrderFormat().time("soon")).toBe("soon");
  });
});

test("without a zone and a currency, or with empty ones, times are the reader's and amounts plain numbers", () => {
  const own = createOrderFormat({ locale: "en", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  const format = createOrderFormat({ locale: "en", timeZone: "", currency: "" });
  const time = "2026-02-26T05:00:00.000Z";
  expect([format.amount(1.5), format.time(time)]).toEqual(["1.50", own.time(time)]);
});
