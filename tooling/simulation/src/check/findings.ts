/** What a run found wrong, and what it met on its way. */
export interface Findings {
  /** A broken rule, in a sentence. */
  violation(what: string): void;
  readonly violations: readonly string[];
  /** One line of the story; built only when somebody listens. */
  trace(line: () => string): void;
  /** Counts what happened, to know what a run put to the test. */
  met(what: string, times?: number): void;
  readonly figures: ReadonlyMap<string, number>;
}

/** Makes {@link Findings}; `write` hears each line of the trace. */
export function createFindings(now: () => number, write?: (line: string) => void): Findings {
  const begin = now();
  const violations: string[] = [];
  const figures = new Map<string, number>();
  const stamp = (line: string) => `${String(now() - begin).padStart(7)} ${line}`;
  return {
    violation(what) {
      violations.push(what);
      write?.(stamp(`VIOLATION ${what}`));
    },
    violations,
    trace(line) {
      write?.(stamp(line()));
    },
    met(what, times = 1) {
      figures.set(what, (figures.get(what) ?? 0) + times);
    },
    figures,
  };
}
