import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What readers are told. */
export type ReadersCommand =
  | { readonly type: "open"; readonly port: number; readonly request: string; readonly count: number }
  | { readonly type: "forget" }
  /** When each revision was committed, by revision, in milliseconds of the machine's own clock. */
  | { readonly type: "measure"; readonly committed: readonly number[]; readonly windowMs: number };

/** Milliseconds from a change's commit to its arrival, over all chunks of all readers. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** The p99 of each window of time. */
  readonly p99s: readonly number[];
  /** Events that all readers got together. */
  readonly events: number;
}

/** What readers answer. */
export type ReadersReport = { readonly type: "open" } | ({ readonly type: "measured" } & Latencies);

/** Readers in a process of their own. */
export interface Readers {
  forget(): Promise<void>;
  measure(committed: readonly number[], windowMs: number): Promise<Latencies>;
  close(): Promise<void>;
}

/** Opens as many streams; resolves when all are greeted. */
export async function openReaders(port: number, request: string, count: number): Promise<Readers> {
  const child = fork(fileURLToPath(new URL("readers.ts", import.meta.url)));
  child.once("exit", endIfFailed);
  await ask(child, { type: "open", port, request, count });
  return {
    async forget() {
      await ask(child, { type: "forget" });
    },
    async measure(committed, windowMs) {
      const measured = await ask(child, { type: "measure", committed, windowMs });
      if (measured.type !== "measured") throw new Error("the readers did not say what they measured");
      return measured;
    },
    async close() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

function endIfFailed(code: number | null): void {
  if (code !== 0) throw new Error(`the readers ended with code ${code}`);
}

async function ask(child: ChildProcess, command: ReadersCommand): Promise<ReadersReport> {
  child.send(command);
  const [report] = await once(child, "message");
  return report;
}
