import { DatabaseSync } from "node:sqlite";
import type { EventLog } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createSqliteLog } from "@tidings/hub/sqlite";
import type { Findings } from "../check/findings.ts";
import { createRemoteLog, type RemoteLog } from "../log/remote-log.ts";
import { createTruth, type Truth } from "../log/truth.ts";
import { createNetwork, type Machine, type Network } from "../network/network.ts";
import type { Random } from "../random.ts";
import type { VirtualTime } from "../virtual-time.ts";
import type { Plan } from "./plan.ts";
import { createRows, type Rows } from "./rows.ts";
import { ServerNode } from "./server-node.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { SimClient } from "./sim-client.ts";
import { createSimHost } from "./sim-host.ts";

/** What a world is made of. */
export interface WorldFields {
  readonly plan: Plan;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly findings: Findings;
}

/** Servers, their log, the network and the clients of one run. */
export class World {
  readonly plan: Plan;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly findings: Findings;
  readonly rows: Rows;
  readonly truth: Truth;
  readonly sessions: Sessions;
  readonly network: Network;
  readonly clients: readonly SimClient[];
  readonly #database = new DatabaseSync(":memory:");
  readonly #remotes = new Map<ServerNode, RemoteLog>();
  #shared: EventLog | undefined;
  #servers: ServerNode[] = [];
  #booted = 0;
  #published = 0;

  constructor({ plan, time, random, findings }: WorldFields) {
    this.plan = plan;
    this.time = time;
    this.random = random;
    this.findings = findings;
    this.rows = createRows(random.fork(), plan.rowsPerTopic);
    this.truth = createTruth((key) => findings.violation(`the key ${key} was stored twice (D7)`));
    const sessionRandom = random.fork();
    this.sessions = createSessions(time.now, () => sessionRandom.int(plan.sessionMs / 3, plan.sessionMs));
    this.network = createNetwork({
      time,
      random: random.fork(),
      findings,
      line: plan.line,
      truth: this.truth,
      route: () => {
        const up = this.#servers.filter(({ listening }) => listening);
        return up.length === 0 ? undefined : this.random.pick(up).handle;
      },
    });
    this.boot();
    this.clients = Array.from({ length: plan.clients }, (_, index) => this.#client(`c${index + 1}`));
  }

  get servers(): readonly ServerNode[] {
    return this.#servers;
  }

  /** The process whose relay publishes. */
  get leader(): ServerNode | undefined {
    return this.#servers.find(({ alive }) => alive);
  }

  /** Starts servers until there are as many as planned. */
  boot(): void {
    this.#servers = this.#servers.filter(({ alive }) => alive);
    while (this.#servers.length < this.plan.servers) this.#servers.push(this.#server());
    void this.leader?.relay.catchUp();
  }

  kill(server: ServerNode): void {
    this.findings.trace(() => `${server.name} is killed`);
    this.#remotes.get(server)?.cut();
    server.kill();
  }

  failLog(share: number): void {
    for (const remote of this.#remotes.values()) remote.failures = share;
  }

  /** A row changes, and whoever leads is woken. */
  change(): void {
    this.rows.change(this.random.pick(this.plan.topics));
    void this.leader?.relay.catchUp();
  }

  /** A server publishes something that is no row. */
  publish(): void {
    const server = this.#servers.find(({ alive }) => alive && this.random.chance(0.7));
    if (server === undefined) return;
    this.#published += 1;
    server.publish(this.random.pick(this.plan.topics), this.random, this.#published);
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    for (const server of this.#servers) {
      if (!server.alive) continue;
      await server.relay.close();
      await server.hub.close();
    }
  }

  closeDatabase(): void {
    this.#database.close();
  }

  #server(): ServerNode {
    this.#booted += 1;
    const { rows, sessions, findings, plan, time } = this;
    const log = this.#log();
    const server = new ServerNode({
      name: `s${this.#booted}`,
      log,
      rows,
      sessions,
      limits: plan.limits,
      retention: plan.retention,
      entry: plan.entry,
      findings,
      now: time.now,
      delaySnapshot: () => time.sleep(this.random.int(0, plan.snapshotMs), "request snapshot"),
    });
    findings.trace(() => `${server.name} is up`);
    if ("cut" in log) this.#remotes.set(server, log as RemoteLog);
    return server;
  }

  #log(): EventLog | RemoteLog {
    const { deployment, logLatencyMs } = this.plan;
    if (!deployment.startsWith("shared")) return this.#makeLog();
    this.#shared ??= this.#makeLog();
    return createRemoteLog(this.#shared, { time: this.time, random: this.random.fork(), latencyMs: logLatencyMs });
  }

  #makeLog(): EventLog {
    const { deployment, retention } = this.plan;
    if (deployment.endsWith("memory")) return this.truth.tap(createMemoryLog({ retention }));
    return this.truth.tap(createSqliteLog({ database: this.#database, retention }), "the database");
  }

  #client(name: string): SimClient {
    const { time, findings, truth, rows, sessions, plan } = this;
    const machine: Machine = { name, online: true, asleepUntil: 0 };
    const random = this.random.fork();
    const host = createSimHost({ machine, time, random, findings, fetch: this.network.fetchFor(machine) });
    const { lingerMs, queries, batches } = plan;
    const isRestless = plan.faults.includes("reconnect");
    const forgets = plan.retention.count !== undefined || plan.retention.ageMs !== undefined;
    const mayGap = forgets || plan.deployment === "memory";
    return new SimClient({
      machine,
      host,
      random,
      truth,
      rows,
      sessions,
      findings,
      mayGap,
      lingerMs,
      queries,
      batches,
      isRestless,
    });
  }
}
