const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** A moment of today, to the millisecond: `09:41:07.052`. */
export function clockTime(at: number): string {
  return clock.format(at);
}
