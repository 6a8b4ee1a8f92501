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

/** Microseconds of a server's CPU for one event to one connection, by events a turn. */
export type FanOutResult = Readonly<Record<TargetName, Readonly<Record<(typeof bursts)[number], number>>>>;

/** Rounds between two looks at the clock. */
const ROUNDS_A_BLOCK = 5;

/**
 * Measures what a delivery costs each server. All run at the same time and take turns, a short block each, so that
 * whatever else the machine does falls on all of them; the median of the blocks counts.
 */
export async function measureFanOut(connections: number, blocks: number): Promise<FanOutResult> {
  const pairs: { name: TargetName; server: TargetProcess; swarm: SwarmProcess }[] = [];
  for (const name of targetNames) {
    const server = await startTarget(name);
    const swarm = await startSwarm();
    const token = name === "tidings" ? await signIn(server.port) : "x".repeat(300);
    await swarm.connect(server.port, connections, streamRequest(server.port, token));
    pairs.push({ name, server, swarm });
  }
  const result: Record<TargetName, Record<(typeof bursts)[number], number>> = {
    net: { 1: 0, 4: 0, 16: 0 },
    http: { 1: 0, 4: 0, 16: 0 },
    "better-sse": { 1: 0, 4: 0, 16: 0 },
    tidings: { 1: 0, 4: 0, 16: 0 },
  };
  for (const events of bursts) {
    const samples = new Map(targetNames.map((name) => [name, [] as number[]]));
    // The first block warms up.
    for (let block = 0; block <= blocks; block += 1) {
      for (const { name, server, swarm } of pairs) {
        const cpuUs = await measureBlock(server, swarm, events);
        if (block > 0) samples.get(name)?.push(cpuUs / (connections * ROUNDS_A_BLOCK * events));
      }
    }
    for (const name of targetNames) result[name][events] = median(samples.get(name) ?? []);
  }
  for (const { server, swarm } of pairs) {
    await swarm.stop();
    await server.stop();
  }
  return result;
}

async function measureBlock(server: TargetProcess, swarm: SwarmProcess, events: number): Promise<number> {
  const start = await server.usage();
  for (let round = 0; round < ROUNDS_A_BLOCK; round += 1) {
    const received = swarm.receive(events);
    server.publish(events);
    await received;
  }
  return (await server.usage()).cpuUs - start.cpuUs;
}
