import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import { numberOption } from "@tidings/hub";
import { Refusal } from "../refusal.ts";

/** Why a server should not be sent new readers. */
export interface Fault {
  /** Shown to everyone who requests `/readyz`. */
  readonly reason: string;
  /** Written to the log only: paths, messages of exceptions, what to do (S11.1). */
  readonly detail?: string;
}

/** Returns why the server is not ready, or undefined if it is. A check that throws counts as a fault. */
export type ReadinessCheck = () => Fault | undefined | Promise<Fault | undefined>;

/** Whether this server should be sent new readers. */
export interface Readiness {
  /** Marks the server as not ready, because it is stopping. */
  drain(): void;
  /**
   * Resolves with the body of `GET /readyz`.
   *
   * @throws Refusal `unavailable` while the server drains or a check reports a fault
   */
  answer(): Promise<typeof READY>;
  /** Stops the checks. */
  close(): void;
}

/** What {@link createReadiness} works with. */
export interface ReadinessOptions {
  /** Called one after the other. The first fault counts. */
  readonly checks: readonly ReadinessCheck[];
  /** Called once for each new fault, and once with undefined when there is none any more. */
  readonly onChange: (fault: Fault | undefined) => void;
  /**
   * Milliseconds between two checks if nobody requests `/readyz`. Default 2,000; at least 1; Infinity checks only on
   * request.
   */
  readonly intervalMs?: number | undefined;
}

/**
 * Makes {@link Readiness}, which a load balancer asks. (A supervisor that restarts the process asks `/healthz`
 * instead.) It also checks by itself, so that a fault is in the log within seconds even if nobody asks (S19.3).
 * Requests that come at the same time share one check.
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
    // Stopping the server closes the database. The fault that this causes is not reported.
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
