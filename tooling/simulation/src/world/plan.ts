import type { HubLimits, Retention } from "@tidings/hub";
import type { Line } from "../network/link.ts";
import type { Random } from "../random.ts";
import { type FaultName, faultNames } from "./fault-names.ts";

/**
 * Where events are kept. `memory` is lost with its server; `sqlite` survives it; `shared` lives in another process, far
 * from one or two servers.
 */
export type Deployment = "memory" | "sqlite" | "shared-memory" | "shared-sqlite";

/** Everything that a seed decides before the first event. */
export interface Plan {
  readonly deployment: Deployment;
  readonly servers: number;
  readonly retention: Retention;
  readonly limits: Partial<HubLimits>;
  readonly line: Line;
  /** How streams are served: straight onto the link, or through the hub's web entry. */
  readonly entry: "sink" | "web";
  /** Whether clients ask for batches, through the web entry. */
  readonly batches: boolean;
  readonly logLatencyMs: number;
  /** Milliseconds that a snapshot lies about before it is sent, at most. */
  readonly snapshotMs: number;
  readonly clients: number;
  readonly lingerMs: number;
  readonly rowsPerTopic: number;
  /** What clients may ask for: topic keys, separated by commas. */
  readonly queries: readonly string[];
  readonly topics: readonly string[];
  /** Milliseconds a session lasts at most. */
  readonly sessionMs: number;
  /** What may go wrong: some of everything, so that no fault is always hidden by another. */
  readonly faults: readonly FaultName[];
  readonly rounds: number;
  /** How many things happen in a round. */
  readonly happenings: number;
  /** Milliseconds between two things that happen, on average. */
  readonly paceMs: number;
}

/** Draws a plan. */
export function drawPlan(random: Random): Plan {
  const deployment = random.pick<Deployment>(["memory", "sqlite", "sqlite", "shared-memory", "shared-sqlite"]);
  const topics = ["a", "b", "c", "d"].slice(0, random.int(1, 4));
  const queries = Array.from({ length: random.int(1, 2) }, () => {
    const chosen = topics.filter(() => random.chance(0.6));
    return (chosen.length === 0 ? [random.pick(topics)] : chosen).join(",");
  });
  const bufferBytes = random.pick([200, 1_000, 16_384]);
  const plan = {
    deployment,
    servers: deployment.startsWith("shared") ? random.int(1, 2) : 1,
    retention: drawRetention(random),
    limits: {
      heartbeatMs: random.pick([1_000, 2_500, 10_000]),
      // Cutting on the first full buffer is for sockets that hold more than one burst.
      maxQueueBytes: bufferBytes === 16_384 && random.chance(0.2) ? 0 : random.pick([600, 4_000, 1_048_576]),
      maxTotalQueueBytes: random.pick([3_000, 67_108_864]),
      replayPage: random.pick([1, 2, 5, 256]),
      maxReplay: random.pick([1, 3, 10, 50_000]),
      maxStreamMs: random.pick([Number.POSITIVE_INFINITY, 10_000, 30_000]),
    },
    line: {
      latencyMs: random.pick([0, 5, 50, 400]),
      bufferBytes,
      sliceBytes: random.pick([7, 300, 1_000_000]),
    },
    entry: random.pick<Plan["entry"]>(["sink", "sink", "web"]),
    logLatencyMs: random.pick([0, 3, 40, 300]),
    snapshotMs: random.pick([0, 100, 2_000]),
    clients: random.int(1, 3),
    lingerMs: random.pick([0, 1_000]),
    rowsPerTopic: random.pick([2, 10, 50]),
    queries,
    topics,
    sessionMs: random.pick([15_000, 60_000, 86_400_000]),
    faults: faultNames.filter((name) => random.chance(0.4) && (name !== "fail log" || deployment.startsWith("shared"))),
    rounds: random.int(1, 3),
    happenings: random.int(10, 100),
    paceMs: random.pick([10, 100, 500]),
  };
  // Drawn last, and true in the middle, so that the pinned seeds tell the stories that they were pinned for.
  return { ...plan, batches: random.pick([false, true, false]) && plan.entry === "web" };
}

function drawRetention(random: Random): Retention {
  const kind = random.int(0, 3);
  if (kind === 0) return { count: random.pick([1, 5, 40]) };
  if (kind === 1) return { ageMs: random.pick([2_000, 10_000]) };
  return {};
}
