import { setTimeout } from "node:timers/promises";
import {
  type SwarmProcess,
  startSwarm,
  startTarget,
  type TargetName,
  type TargetProcess,
  targetNames,
} from "./conductor.ts";
import { median } from "./median.ts";
import { signIn, streamRequest } from "./requests.ts";

/** Events a turn that the fan-out is measured at. */
export const bursts = [1, 4, 16] as const;

type Burst = (typeof bursts)[number];

/** Microseconds of a server's CPU for one event to one connection, by events a turn. */
export type FanOutResult = Readonly<Record<TargetName, Readonly<Record<Burst, number>>>>;

/** Turns measured for each burst, after some that let the compiler finish. */
const TURNS = 40;
const WARM_UP_TURNS = 20;
/**
 * Milliseconds from one turn to the next at least, the same for all: a server that waits longer than another, for a
 * database or for its readers, would be charged for their delayed acknowledgements.
 */
const PACE_MS = 80;

/**
 * Measures what a delivery costs each server, with the machine to itself. The servers take turns, `passes` times, so
 * that other load of the machine affects all of them. The median of the passes counts.
 */
export async function measureFanOut(connections: number, passes: number): Promise<FanOutResult> {
  const samples: Record<TargetName, Record<Burst, number[]>> = {
    net: { 1: [], 4: [], 16: [] },
    http: { 1: [], 4: [], 16: [] },
    "better-sse": { 1: [], 4: [], 16: [] },
    hono: { 1: [], 4: [], 16: [] },
    trpc: { 1: [], 4: [], 16: [] },
    tidings: { 1: [], 4: [], 16: [] },
  };
  for (let pass = 0; pass < passes; pass += 1) {
    for (const name of targetNames) {
      const server = await startTarget(name);
      const swarm = await startSwarm();
      const token = name === "tidings" ? await signIn(server.port) : "x".repeat(300);
      await swarm.connect(server.port, connections, streamRequest(server.port, token));
      // Collect the garbage of connecting now, so that it is not charged to the deliveries.
      await server.usage("collect");
      for (const events of bursts) {
        const cpuUs = await measureTurns(server, swarm, events);
        samples[name][events].push(cpuUs / (connections * TURNS * events));
      }
      await swarm.stop();
      await server.stop();
    }
  }
  const medians = (name: TargetName) => ({
    1: median(samples[name][1]),
    4: median(samples[name][4]),
    16: median(samples[name][16]),
  });
  return {
    net: medians("net"),
    http: medians("http"),
    "better-sse": medians("better-sse"),
    hono: medians("hono"),
    trpc: medians("trpc"),
    tidings: medians("tidings"),
  };
}

async function measureTurns(server: TargetProcess, swarm: SwarmProcess, events: number): Promise<number> {
  const deliver = async () => {
    const received = swarm.receive(events);
    server.publish(events);
    await Promise.all([received, setTimeout(PACE_MS)]);
  };
  for (let warm = 0; warm < WARM_UP_TURNS; warm += 1) await deliver();
  const start = await server.usage();
  for (let turn = 0; turn < TURNS; turn += 1) await deliver();
  return (await server.usage()).cpuUs - start.cpuUs;
}
