/** When a hub that drains ends its streams. */
export interface DrainSchedule {
  /** Milliseconds between two steps. */
  readonly stepMs: number;
  /** How many streams have been ended after so many steps: all of them once the window is over. */
  endedAfter(step: number): number;
}

/** The longest step: short enough that streams end one by one, and not in bursts. */
const MAX_STEP_MS = 50;

/** Spreads the ends of `count` streams evenly over `withinMs`; few streams end less than one a step (D12.2). */
export function createDrainSchedule(count: number, withinMs: number): DrainSchedule {
  const stepMs = Math.max(1, Math.min(MAX_STEP_MS, withinMs));
  const perStep = (count * stepMs) / Math.max(stepMs, withinMs);
  return { stepMs, endedAfter: (step) => Math.min(count, Math.ceil(step * perStep)) };
}
