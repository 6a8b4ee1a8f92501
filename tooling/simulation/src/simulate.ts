import { parsePosition } from "@tidings/hub";
import { createFindings } from "./check/findings.ts";
import { createRandom } from "./random.ts";
import { installVirtualTime, settle } from "./virtual-time.ts";
import { faults, heal } from "./world/faults.ts";
import { drawPlan, type Plan } from "./world/plan.ts";
import { World } from "./world/world.ts";

/** How a run ended. */
export interface Outcome {
  readonly seed: number;
  readonly plan: Plan;
  /** Rules that were broken; none is how it should be. */
  readonly violations: readonly string[];
  /** What the run put to the test, counted. */
  readonly figures: ReadonlyMap<string, number>;
}

/** Milliseconds that a healed world may take to reach the right state. */
const PATIENCE_MS = 300_000;
const LOOK_MS = 5_000;

/** Runs one seed. The same seed is the same run, to the last byte. `write` hears the story, line by line. */
export async function simulate(seed: number, write?: (line: string) => void): Promise<Outcome> {
  const random = createRandom(seed);
  const plan = drawPlan(random.fork());
  const time = installVirtualTime(random.fork());
  const findings = createFindings(time.now, write);
  try {
    findings.trace(() => JSON.stringify(plan));
    const world = new World({ plan, time, random: random.fork(), findings });
    for (const client of world.clients) {
      client.listen();
      client.show();
      if (world.random.chance(0.5)) client.show();
    }
    for (let round = 0; round < plan.rounds && findings.violations.length === 0; round += 1) {
      await disturb(world);
      findings.trace(() => "everything heals");
      heal(world);
      await settleDown(world);
    }
    if (findings.violations.length === 0) await closeDown(world);
    findings.met("steps", time.steps);
    findings.met("stored", world.truth.size);
    world.closeDatabase();
  } catch (error) {
    findings.violation(`it threw: ${error instanceof Error ? error.stack : error}`);
  } finally {
    time.uninstall();
    // What was still under way must not run into the next seed.
    await settle();
  }
  return { seed, plan, violations: findings.violations, figures: findings.figures };
}

/** Events flow and things go wrong. */
async function disturb(world: World): Promise<void> {
  const { plan, time, random, findings } = world;
  for (let happened = 0; happened < plan.happenings && findings.violations.length === 0; happened += 1) {
    const fault = random.chance(0.15) && plan.faults.length > 0 ? random.pick(plan.faults) : undefined;
    if (fault !== undefined) {
      findings.trace(() => `fault: ${fault}`);
      findings.met(`fault ${fault}`);
      faults[fault](world);
    } else if (random.chance(0.05)) {
      void random.pick(world.clients).edit();
    } else {
      const burst = random.chance(0.1) ? random.int(2, 30) : 1;
      for (let count = 0; count < burst; count += 1) random.chance(0.7) ? world.change() : world.publish();
    }
    for (const server of world.servers) server.check();
    // At times several things happen within one turn.
    if (!random.chance(0.2)) await time.pass(random.int(0, 2 * plan.paceMs));
  }
}

/**
 * Waits until every client has the right state. Something that is wrong in two checks, with nothing in progress, is a
 * violation.
 */
async function settleDown(world: World): Promise<void> {
  const { time, findings } = world;
  const deadline = time.now() + PATIENCE_MS;
  let suspects = new Set<string>();
  for (;;) {
    await time.pass(LOOK_MS);
    if (findings.violations.length > 0) return;
    heal(world);
    const { waiting, wrong } = await look(world);
    if (waiting.length === 0 && wrong.length === 0) return;
    for (const one of wrong) if (suspects.has(one)) findings.violation(one);
    suspects = new Set(wrong);
    if (time.now() < deadline) continue;
    for (const one of waiting) findings.violation(`after ${PATIENCE_MS} ms of peace: ${one}`);
  }
}

async function look(world: World): Promise<{ waiting: string[]; wrong: string[] }> {
  const { clients, leader, network, rows } = world;
  const head = await untilDone(world, leader?.hub.head());
  const position = parsePosition(head ?? "");
  if (position === undefined || rows.pending > 0) return { waiting: ["the servers are not ready"], wrong: [] };
  if (!network.isIdle) return { waiting: ["something is on its way"], wrong: [] };
  const all = clients.map((client) => client.unsettled(position));
  return { waiting: all.flatMap(({ waiting }) => waiting), wrong: all.flatMap(({ wrong }) => wrong) };
}

/** A promise that needs virtual time to pass. */
async function untilDone<T>(world: World, promise: Promise<T> | undefined): Promise<T | undefined> {
  let done = false;
  let value: T | undefined;
  promise?.then(
    (result) => {
      done = true;
      value = result;
    },
    () => {
      done = true;
    },
  );
  for (let waited = 0; promise !== undefined && !done && waited < 100; waited += 1) await world.time.pass(50);
  return value;
}

/** Everything ends, and nothing is left. */
async function closeDown(world: World): Promise<void> {
  const { time, findings, clients, servers, network } = world;
  const closing = world.close();
  await untilDone(world, closing);
  await time.pass(120_000);
  for (const { hub, name, alive } of servers) {
    const { connections, topics, queuedBytes } = hub.stats();
    if (connections + topics + queuedBytes > 0) {
      findings.violation(
        `${name} keeps ${connections} connections, ${topics} topics, ${queuedBytes} bytes (alive: ${alive})`,
      );
    }
  }
  for (const { host, machine } of clients) {
    if (host.held > 0) findings.violation(`${machine.name} keeps ${host.held} timers and listeners`);
  }
  if (network.links.size > 0) findings.violation(`${network.links.size} connections are left`);
  const waiting = time.waiting();
  if (waiting.length > 0) findings.violation(`left behind: ${waiting.join(", ")}`);
}
