import { setTimeout as pause } from "node:timers/promises";
import { startSwarm, startTarget, type TargetName, targetNames } from "./conductor.ts";
import { median } from "./median.ts";
import { signIn, streamRequest } from "./requests.ts";

/** What holding connections costs a server. */
export interface ConnectionCost {
  /** Microseconds of CPU to make one. */
  readonly connectUs: number;
  /** KiB of resident memory to keep one idle. */
  readonly kib: number;
}

/** Opens so many connections to each server, one server after the other, and looks at its CPU and memory. */
export async function measureConnections(count: number): Promise<Readonly<Record<TargetName, ConnectionCost>>> {
  const nothing = { connectUs: 0, kib: 0 };
  const result = { net: nothing, http: nothing, "better-sse": nothing, hono: nothing, trpc: nothing, tidings: nothing };
  for (const name of targetNames) {
    const server = await startTarget(name);
    const swarm = await startSwarm();
    const token = name === "tidings" ? await signIn(server.port) : "x".repeat(300);
    const before = await server.usage("collect");
    await swarm.connect(server.port, count, streamRequest(server.port, token));
    const connected = await server.usage();
    await pause(1000);
    const idle = await server.usage("collect");
    result[name] = {
      connectUs: (connected.cpuUs - before.cpuUs) / count,
      kib: (idle.rss - before.rss) / count / 1024,
    };
    await swarm.stop();
    await server.stop();
  }
  return result;
}

/** The steps from plain http to the whole server, in the order in which the work grows. */
export const connectSteps = [
  { step: "plain http", name: "http", env: {} },
  { step: "plain http, a JWT checked", name: "http-jwt", env: {} },
  { step: "the hub on plain http", name: "hub", env: { PLAIN_HTTP: "true" } },
  { step: "the hub on createStreamServer", name: "hub", env: {} },
  { step: "the whole server", name: "tidings", env: {} },
] as const;

/** Microseconds of CPU to open a stream at each of {@link connectSteps}: the medians of so many passes. */
export async function measureConnect(count: number, passes: number): Promise<readonly number[]> {
  const spans: number[][] = connectSteps.map(() => []);
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [index, { name, env }] of connectSteps.entries()) {
      const server = await startTarget(name, env);
      const swarm = await startSwarm();
      const token = name === "tidings" ? await signIn(server.port) : "x".repeat(300);
      const before = await server.usage("collect");
      await swarm.connect(server.port, count, streamRequest(server.port, token));
      const after = await server.usage();
      spans[index]?.push((after.cpuUs - before.cpuUs) / count);
      await swarm.stop();
      await server.stop();
    }
  }
  return spans.map(median);
}

/** Percent of one core that heartbeats to so many idle connections take, over one interval of 30 s. */
export async function measureHeartbeats(count: number): Promise<number> {
  const server = await startTarget("tidings", { HEARTBEAT_MS: "30000" });
  const swarm = await startSwarm();
  await swarm.connect(server.port, count, streamRequest(server.port, await signIn(server.port)));
  await pause(1000);
  const start = await server.usage();
  const startedAt = performance.now();
  await pause(30_000);
  const end = await server.usage();
  const percent = ((end.cpuUs - start.cpuUs) / 1000 / (performance.now() - startedAt)) * 100;
  await swarm.stop();
  await server.stop();
  return percent;
}

/** Microseconds of CPU for a reader that comes back `behind` events later, the greeting and all of them sent. */
export async function measureResume(count: number, behind: number): Promise<number> {
  const server = await startTarget("tidings");
  const token = await signIn(server.port);
  const first = await fetch(`http://127.0.0.1:${server.port}/api/orders`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const { position } = (await first.json()) as { position: string };
  const witness = await startSwarm();
  await witness.connect(server.port, 1, streamRequest(server.port, token));
  const relayed = witness.receive(behind);
  server.publish(behind);
  await relayed;
  const swarm = await startSwarm();
  const before = await server.usage();
  await swarm.connect(server.port, count, streamRequest(server.port, token, position), 1 + behind);
  const after = await server.usage();
  await swarm.stop();
  await witness.stop();
  await server.stop();
  return (after.cpuUs - before.cpuUs) / count;
}
