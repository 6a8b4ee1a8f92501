import { createTimes } from "./instant.ts";

/** A moment of today, to the millisecond: `09:41:07.052`. */
export const clockTime = createTimes({
  locale: "en-GB",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});
