/** The counts of one minute. */
export interface Minute {
  /** Milliseconds since 1970 at which it began. */
  readonly at: number;
  readonly orders: number;
  readonly events: number;
}

const MINUTE_MS = 60_000;

/** Minutes that the chart shows. */
export const MINUTES = 20;

/** Milliseconds by which a page's clock may be behind the server's. */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;

/**
 * The end of the chart's time: `now`, or the newest time if this page's clock is a little behind the server's. Times
 * further in the future are ignored.
 */
export function newestMoment(now: number, times: readonly number[]): number {
  return times.reduce((newest, time) => (time > newest && time <= now + CLOCK_SKEW_MS ? time : newest), now);
}

/**
 * The last minutes up to now, oldest first, including the current one.
 *
 * @param orders When orders were placed, in milliseconds since 1970.
 * @param events When events arrived.
 */
export function countMinutes(now: number, orders: readonly number[], events: readonly number[]): readonly Minute[] {
  const current = Math.floor(now / MINUTE_MS);
  const count = (times: readonly number[], minute: number) =>
    times.filter((time) => Math.floor(time / MINUTE_MS) === minute).length;
  return Array.from({ length: MINUTES }, (_, index) => {
    const minute = current - MINUTES + 1 + index;
    return { at: minute * MINUTE_MS, orders: count(orders, minute), events: count(events, minute) };
  });
}

/** The times that {@link countMinutes} still counts. */
export function recentTimes(times: readonly number[], now: number): readonly number[] {
  return times.filter((time) => now - time < MINUTES * MINUTE_MS);
}

/** The top of the chart's scale: a round number at or above the highest count. */
export function scaleTop(minutes: readonly Minute[]): number {
  const highest = Math.max(4, ...minutes.map(({ orders, events }) => Math.max(orders, events)));
  const unit = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 4, 5, 10].map((factor) => factor * unit).find((top) => top >= highest) ?? highest;
}
