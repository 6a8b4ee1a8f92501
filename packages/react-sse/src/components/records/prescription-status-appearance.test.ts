import { prescriptionStatuses } from "@tidings/contracts/records";
import { expect, it } from "vitest";
import { prescriptionStatusAppearance } from "./prescription-status-appearance.ts";

it("each status has words, a tone and an icon of its own, and one that is not known is shown as it is", () => {
  const looks = [...prescriptionStatuses, "on hold"].map(prescriptionStatusAppearance);
  expect(looks.map(({ words, tone }) => `${words}, ${tone}`)).toEqual([
    "Pending, neutral",
    "Approved, info",
    "Ready to collect, success",
    "Collected, neutral",
    "Cancelled, danger",
    "on hold, neutral",
  ]);
  expect(new Set(looks.map(({ Icon }) => Icon)).size).toBe(6);
});
