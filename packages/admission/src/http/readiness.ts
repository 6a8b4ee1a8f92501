import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import { numberOption } from "@tidings/hub";
import { Refusal } from "../refusal.ts";

/** Why a server should not be sent new readers. */
export interface Fault {
  /** For everyone who asks `/readyz`. */
  readonly reason: string;
  /** For the log alone: paths, the words of exceptions, what to do (S11.1). */
  readonly detail?: string;
}

/** Answers why the server is not ready, undefined where it is; one that throws counts as a fault. */
export type ReadinessCheck = () => Fault | undefined | Promise<Fault | undefined>;

/** Whether this server should be sent new readers. */
export interface Readiness {
  /** From now on the server is not ready, because it is stopping. */
  drain(): void;
  /**
   * Resolves with the body of `GET /readyz`.
   *
   * @throws Refusal `unavailable` while the server drains, or while a check says why
   */
  answer(): Promise<typeof READY>;
  /** Looks no more. */
  close(): void;
}

/** What {@link createReadiness} works with. */
export interface ReadinessOptions {
  /** Asked one after the other; the first fault counts. */
  readonly checks: readonly ReadinessCheck[];
  /** Told once when there is a fault, once when it is another one, and with undefined once it is over. */
  readonly onChange: (fault: Fault | undefined) => void;
  /** Milliseconds from one look to the next where nobody asks. Default 2,000; at least 1; Infinity looks only when asked. */
  readonly intervalMs?: number | undefined;
}

/**
 * Makes {@link Readiness}, for a load balancer to ask; `/healthz` is for whoever would restart the process. It looks by
 * itself as well, because a fault has to be in the log within seconds where nobody asks (S19.3). Many who ask at once
 * share one look.
 *
 * @throws HubError `invalid_options` (D21.1)
 */
export function createReadiness({ checks, onChange, ...options }: ReadinessOptions): Readiness {
  const rule = { fallback: 2000, min: 1, max: MAX_TIMER_MS, orInfinity: true };
  const intervalMs = numberOption("createReadiness' intervalMs", options.intervalMs, rule);
  let draining = false;
  let known: Fault | undefined;
  let looking: Promise<Fault | undefined> | undefined;
  const timer = intervalMs === Number.POSITIVE_INFINITY ? undefined : setInterval(() => void look(), intervalMs);
  timer?.unref();

  function look(): Promise<Fault | undefined> {
    looking ??= findFault().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function findFault(): Promise<Fault | undefined> {
    const fault = await firstFault(checks);
    // A shut-down closes the database, so the fault that it causes is not reported.
    if (!draining && fault?.reason !== known?.reason) onChange(fault);
    known = fault;
    return fault;
  }

  return {
    drain() {
      draining = true;
    },
    async answer() {
      const fault = draining ? GOING : await look();
      if (fault !== undefined) throw new Refusal("unavailable", [fault.reason], { retryAfter: 5 });
      return READY;
    },
    close() {
      clearInterval(timer);
    },
  };
}

const READY = { success: true, data: { status: "ready" } } as const;
const GOING: Fault = { reason: "The server is going down; ask another" };

async function firstFault(checks: readonly ReadinessCheck[]): Promise<Fault | undefined> {
  for (const check of checks) {
    try {
      const fault = await check();
      if (fault !== undefined) return fault;
    } catch (error) {
      return { reason: "The database does not answer", detail: error instanceof Error ? error.message : String(error) };
    }
  }
  return undefined;
}
