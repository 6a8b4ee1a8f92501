import { runOnce } from "./conductor.ts";

/** Microseconds of CPU a publish, by how much is stored already. */
export interface PublishRow {
  readonly log: PublishLog;
  /** Topics that the stored events are spread over; each of 100,000 is used once at a time. */
  readonly topics: number;
  readonly retention: PublishRetention;
  /** By the number of stored events. */
  readonly cpuUs: Readonly<Record<number, number>>;
}

/** Where events are stored. */
export type PublishLog = "memory" | "sqlite";
/** What limits the log: the number of events, or their age. One event is trimmed for each that is published. */
export type PublishRetention = "count" | "age";

/** What is asked of a `publish-process.ts`. */
export interface PublishTask {
  readonly log: PublishLog;
  readonly stored: number;
  readonly topics: number;
}

/** What a `publish-process.ts` answers: microseconds of CPU a publish. */
export interface PublishAnswer {
  readonly count: number;
  readonly age: number;
  /** Of 100,000 publishes in one turn, and how many milliseconds they took together; only over an empty log. */
  readonly burst: { readonly cpuUs: number; readonly ms: number };
}

/** What the section measures. */
export interface PublishResult {
  readonly rows: readonly PublishRow[];
  readonly burst: Readonly<Record<PublishLog, PublishAnswer["burst"]>>;
}

/** Numbers of stored events that costs are compared at. */
export const storedCounts = (quick: boolean): readonly number[] =>
  quick ? [1000, 20_000] : [1000, 100_000, 1_000_000];

/** Fills logs, each in a process of its own, and publishes on top of what is stored. */
export async function measurePublish(quick: boolean): Promise<PublishResult> {
  const rows: PublishRow[] = [];
  const burst: Partial<Record<PublishLog, PublishAnswer["burst"]>> = {};
  for (const log of ["memory", "sqlite"] as const) {
    for (const topics of [10, 100_000]) {
      const answers = new Map<number, PublishAnswer>();
      for (const stored of storedCounts(quick)) {
        const task: PublishTask = { log, stored, topics };
        const answer = await runOnce<PublishAnswer>("publish-process.ts", [JSON.stringify(task)]);
        answers.set(stored, answer);
        burst[log] ??= answer.burst;
      }
      for (const retention of ["count", "age"] as const) {
        const costs = [...answers].map(([stored, answer]): [number, number] => [stored, answer[retention]]);
        rows.push({ log, topics, retention, cpuUs: Object.fromEntries(costs) });
      }
    }
  }
  const none = { cpuUs: Number.NaN, ms: Number.NaN };
  return { rows, burst: { memory: burst.memory ?? none, sqlite: burst.sqlite ?? none } };
}
