import { type Client, createClient, createLiveQuery, type EventStream, type LiveQuery } from "@tidings/client";
import type { Findings } from "../check/findings.ts";
import { createHistory, type History } from "../check/history.ts";
import { difference, type RowsById, watchLiveQuery } from "../check/live-watch.ts";
import type { Truth } from "../log/truth.ts";
import type { Machine } from "../network/network.ts";
import type { Random } from "../random.ts";
import { editRow, listRows, type Row, simStream } from "./contract.ts";
import type { Rows } from "./rows.ts";
import type { Sessions } from "./sessions.ts";
import type { SimHost } from "./sim-host.ts";

/** What a client is made of. */
export interface SimClientFields {
  readonly machine: Machine;
  readonly host: SimHost;
  readonly random: Random;
  readonly truth: Truth;
  readonly rows: Rows;
  readonly sessions: Sessions;
  readonly findings: Findings;
  readonly mayGap: boolean;
  readonly lingerMs: number;
  /** Whether it reconnects or leaves at times in the middle of an event. */
  readonly isRestless: boolean;
  /** The streams it may open: topic keys, separated by commas. */
  readonly queries: readonly string[];
  /** Whether it asks for batches (D15, C24). */
  readonly batches: boolean;
}

/** Something a page holds of a stream. */
interface Holder {
  readonly name: string;
  readonly topics: readonly string[];
  readonly stream: EventStream<typeof simStream>;
  readonly history: History;
  readonly query?: LiveQuery<RowsById, typeof simStream>;
  close(): void;
}

/** One page with the real client: it opens and closes streams and live queries as components come and go. */
export class SimClient {
  readonly machine: Machine;
  readonly host: SimHost;
  readonly client: Client;
  readonly #fields: SimClientFields;
  readonly #holders = new Set<Holder>();
  #token: string;
  #touchedAt = 0;
  #count = 0;
  /** Whether a live query was made that passes no position on: what the client then says is right (C31). */
  #hasLoadWithoutPosition = false;

  constructor(fields: SimClientFields) {
    this.#fields = fields;
    const { machine, host, sessions, findings, random } = fields;
    this.machine = machine;
    this.host = host;
    this.#token = sessions.create(machine.name);
    this.client = createClient({
      host: {
        ...host,
        warn: (message) => {
          if (!(this.#hasLoadWithoutPosition && message.includes("answered no position"))) host.warn(message);
        },
      },
      lingerMs: fields.lingerMs,
      backoff: { baseMs: 200, capMs: 5_000 },
      callTimeoutMs: 10_000,
      auth: {
        token: () => this.#token,
        refresh: async () => {
          await new Promise<void>((resolve) => host.setTimer(resolve, random.int(0, 200)));
          if (!machine.online) throw new TypeError("fetch failed");
          return sessions.create(machine.name);
        },
      },
      onProblem: (problem) => {
        if (problem.code === "no_position" && this.#hasLoadWithoutPosition) return;
        findings.violation(`${machine.name}: ${problem.code}: ${problem.message} ${problem.cause ?? ""}`);
      },
    });
  }

  get holders(): ReadonlySet<Holder> {
    return this.#holders;
  }

  /** Names the session in force, for whoever revokes it. */
  get sessionId(): string {
    return this.#token;
  }

  /** Whether its session has not been touched for a while. */
  maySignInAgain(): boolean {
    const now = this.host.now();
    const may = now - this.#touchedAt > 2_000 && this.machine.asleepUntil < now;
    if (may) this.#touchedAt = now;
    return may;
  }

  /** Signs in anew, as an application does by itself. */
  signIn(): void {
    this.#token = this.#fields.sessions.create(this.machine.name);
  }

  /** A component that listens comes. */
  listen(): void {
    const { topics, query } = this.#choose();
    const name = this.#name("listener", query);
    const stream = this.client.open(simStream, { query: { topics: query }, batch: this.#fields.batches });
    this.#hold({ name, topics, stream, close: () => stream.close() });
  }

  /** A component that shows rows comes. */
  show(): void {
    const { random, findings, batches } = this.#fields;
    const { topics, query } = this.#choose();
    const name = this.#name("live query", query);
    const reloads = random.chance(0.5);
    const bearsPosition = random.chance(0.9);
    if (!bearsPosition) this.#hasLoadWithoutPosition = true;
    const live = createLiveQuery<RowsById, typeof simStream>({
      client: this.client,
      stream: simStream,
      query: { topics: query },
      batch: batches,
      load: async (signal) => {
        findings.trace(() => `${name} loads`);
        const { data, position } = await this.client.call(listRows, { query: { topics: query } }, { signal });
        findings.trace(() => `${name} loaded from ${position}: ${data.map((row) => `${row.id}.${row.revision}`)}`);
        return { data: new Map(data.map((row) => [row.id, row])), ...(bearsPosition ? { position } : {}) };
      },
      apply: {
        changed(rows, row, { reload }) {
          if (rows.has(row.id) || !reloads) return withRow(rows, row);
          reload();
          return rows;
        },
      },
    });
    const unwatch = watchLiveQuery(name, live, findings);
    this.#hold({
      name,
      topics,
      stream: live.stream,
      query: live,
      close() {
        unwatch();
        live.close();
      },
    });
  }

  /** A person changes something, and sees at once what the server answers. */
  async edit(): Promise<void> {
    const { random, findings } = this.#fields;
    const { topics } = this.#choose();
    const topic = random.pick(topics);
    try {
      const { data } = await this.client.call(editRow, { body: { topic } });
      findings.trace(() => `${this.machine.name} changed ${data.id} to ${data.revision}`);
      for (const holder of this.#holders) {
        if (holder.topics.includes(topic)) holder.query?.update((rows) => withRow(rows, data));
      }
    } catch {
      findings.met("edits failed");
    }
  }

  /** A component goes. */
  leave(holder: Holder): void {
    this.#fields.findings.trace(() => `${holder.name} leaves`);
    this.#holders.delete(holder);
    holder.close();
  }

  close(): void {
    for (const holder of this.#holders) holder.close();
    this.#holders.clear();
    this.client.close();
  }

  /** What does not stand as it should once nothing goes wrong any more. */
  unsettled(head: Parameters<History["missing"]>[0]): { readonly waiting: string[]; readonly wrong: string[] } {
    const waiting: string[] = [];
    const wrong: string[] = [];
    if (this.machine.asleepUntil > this.host.now()) return { waiting: [`${this.machine.name} sleeps`], wrong };
    for (const { name, stream, history, query, topics } of this.#holders) {
      const { state, freshness, error } = stream.getSnapshot();
      if (state === "closed") wrong.push(`${name} closed for good: ${error?.message}`);
      if (state !== "open" || (freshness !== "live" && freshness !== "reloaded")) {
        waiting.push(`${name} is ${state} and ${freshness}${error === undefined ? "" : ` (${error.message})`}`);
        continue;
      }
      const missing = history.missing(head);
      if (missing.length > 0) {
        waiting.push(`${name} has not got ${missing.length} events from ${missing[0]?.position.sequence} on`);
        continue;
      }
      const shown = query?.getSnapshot();
      if (shown?.isLoading) waiting.push(`${name} is loading`);
      else if (query !== undefined && shown !== undefined) {
        const differs = difference(query, this.#fields.rows.of(topics));
        if (differs !== undefined) (shown.error === undefined ? wrong : waiting).push(`${name}: ${differs}`);
      }
    }
    return { waiting, wrong };
  }

  #choose(): { topics: readonly string[]; query: string } {
    const query = this.#fields.random.pick(this.#fields.queries);
    return { topics: query.split(","), query };
  }

  #name(what: string, query: string): string {
    this.#count += 1;
    return `${this.machine.name} ${what} ${this.#count} on ${query}`;
  }

  #hold(held: Omit<Holder, "history">): void {
    const { truth, findings, mayGap, isRestless, random } = this.#fields;
    findings.trace(() => `${held.name} comes`);
    const { name, topics } = held;
    const history = createHistory({ name, topics, truth, findings, mayGap, now: this.host.now });
    const holder = { ...held, history };
    held.stream.onAny((event) => {
      findings.trace(() => `${name} got ${event.event} ${event.id} ${JSON.stringify(event.data)}`);
      history.onEvent(event);
      if (!isRestless) return;
      if (random.chance(0.003)) held.stream.reconnect();
      else if (random.chance(0.001) && this.#holders.size > 1) this.leave(holder);
    });
    held.stream.subscribe(() => {
      const { state, freshness, error } = held.stream.getSnapshot();
      findings.trace(() => `${name} is ${state} and ${freshness} ${error?.code ?? ""}`);
    });
    this.#holders.add(holder);
  }
}

function withRow(rows: RowsById, row: Row): RowsById {
  return (rows.get(row.id)?.revision ?? 0) >= row.revision ? rows : new Map(rows).set(row.id, row);
}
