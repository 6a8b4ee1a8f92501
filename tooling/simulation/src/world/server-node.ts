import {
  createHub,
  type EventLog,
  type Hub,
  HubError,
  type HubLimits,
  publication,
  type Retention,
} from "@tidings/hub";
import { type ServeOptions, serveStream } from "@tidings/hub/web";
import { createRelay, type Relay } from "@tidings/outbox";
import type { Findings } from "../check/findings.ts";
import type { Link } from "../network/link.ts";
import type { SimRequest } from "../network/network.ts";
import { pipe } from "../network/pipe.ts";
import type { Random } from "../random.ts";
import { editRow, listRows, simStream, topicKeys } from "./contract.ts";
import type { Plan } from "./plan.ts";
import type { RowChange, Rows } from "./rows.ts";
import type { Sessions } from "./sessions.ts";

/** What a server process is made of. */
export interface ServerFields {
  readonly name: string;
  /** This process's way to the event log. */
  readonly log: EventLog;
  readonly rows: Rows;
  readonly sessions: Sessions;
  readonly limits: Partial<HubLimits>;
  readonly retention: Retention;
  readonly entry: Plan["entry"];
  readonly findings: Findings;
  readonly now: () => number;
  /** Keeps a snapshot waiting before it is sent. */
  readonly delaySnapshot: () => Promise<void>;
}

/** One server process: real hub, real relay, and routes like those of `apps/server`. */
export class ServerNode {
  readonly name: string;
  readonly hub: Hub;
  readonly relay: Relay;
  readonly #fields: ServerFields;
  readonly #links = new Set<Link>();
  readonly #died: Promise<never>;
  #die: () => void = () => {};
  #alive = true;
  /** Whether it still listens for requests. */
  listening = true;

  constructor(fields: ServerFields) {
    this.name = fields.name;
    this.#fields = fields;
    const { findings } = fields;
    this.hub = createHub({
      log: fields.log,
      ...fields.limits,
      onReport: (report) => {
        if (!("connection" in report)) return;
        if (report.type === "opened" && report.connection.closed) {
          findings.violation(`${this.name}: ${report.connection.id} was reported open after its end`);
        }
        if (report.type === "closed") findings.met(`closed ${report.reason}`);
        findings.trace(() => {
          const { type, connection, ...more } = report;
          return `${this.name} ${type} ${connection.id} ${Object.values(more).join(" ")}`;
        });
      },
    });
    this.relay = createRelay({
      source: fields.rows.source(() => this.#alive),
      publishAll: this.hub.publishAll,
      mappers: {
        rows: ({ newRow }) => {
          const { topic, row } = newRow as RowChange;
          return [publication(simStream.topic(topic), { event: "changed", data: row })];
        },
      },
      onReport: (report) => report.type === "dead" && findings.violation(`a change was put aside: ${report.reason}`),
    });
    this.#died = new Promise((_, reject) => {
      this.#die = () => reject(new Error("the server died"));
    });
    this.#died.catch(() => {});
  }

  get alive(): boolean {
    return this.#alive;
  }

  handle = (request: SimRequest): Promise<Response> => Promise.race([this.#answer(request), this.#died]);

  /** What holds at any moment (D9). */
  check(): void {
    const { queuedBytes } = this.hub.stats();
    const most = this.#fields.limits.maxTotalQueueBytes ?? Number.POSITIVE_INFINITY;
    if (queuedBytes > most)
      this.#fields.findings.violation(`${this.name}: ${queuedBytes} bytes queued of ${most} (D9)`);
  }

  /** Something that is no row: of each kind that the contract knows, the `n`th of all. */
  publish(topic: string, random: Random, n: number): void {
    const to = simStream.topic(topic);
    const sent = random.pick([
      () => this.hub.publish(to, { event: "status", data: { n, key: random.pick(["x", "y"]) } }),
      () => this.hub.publish(to, { event: "brief", data: { n } }),
      () => this.hub.publish(to, { event: "blip", data: { n } }),
      () => this.hub.publish(to, { event: "gauge", data: { n } }),
      () => this.hub.publish(to, { event: "of our own", data: { n } }),
    ])();
    // It fails with the log, or with this process.
    sent.catch(() => this.#fields.findings.met("publishes failed"));
  }

  /** `kill -9`: whatever it was about to do is not done. */
  kill(): void {
    this.#alive = false;
    this.listening = false;
    this.#die();
    for (const link of this.#links) link.serverDied();
    this.#links.clear();
    void this.relay.close();
    // Only so that its timers are known to be gone: nothing that it does reaches anybody.
    void this.hub.close();
  }

  /** SIGTERM: as the real server shuts down. */
  async drain(withinMs: number): Promise<void> {
    this.listening = false;
    const began = this.#fields.now();
    await this.hub.drain({ withinMs });
    if (!this.#alive) return;
    const took = this.#fields.now() - began;
    // A step of the drain's timer on top of its deadline.
    if (took > 2 * withinMs + 100)
      this.#fields.findings.violation(`draining over ${withinMs} ms took ${took} ms (D12)`);
    if (this.hub.countAll() > 0)
      this.#fields.findings.violation(`${this.hub.countAll()} connections outlived the drain`);
    await this.relay.close();
    if (!this.#alive) return;
    await this.hub.close();
    this.#alive = false;
    this.#die();
  }

  async #answer(request: SimRequest): Promise<Response> {
    const { sessions } = this.#fields;
    const principal = sessions.check(request.headers.get("authorization")?.replace("Bearer ", "") ?? null);
    if (principal === undefined) return refusal(401, "Not authorized, token failed");
    if (request.method === editRow.method) return this.#edit(JSON.parse(request.body).topic);
    const keys = topicKeys(request.url.searchParams.get("topics") ?? "");
    if (request.url.pathname === listRows.path) return this.#snapshot(keys);
    const lastEventId =
      request.headers.get("last-event-id") ?? request.url.searchParams.get("lastEventId") ?? undefined;
    const topics = keys.map((key) => simStream.topic(key));
    const options = { stream: simStream, topics, greeting: {}, principal };
    let link: Link | undefined;
    try {
      link = request.accept({
        diesAt: principal.expiresAt,
        isDirect: this.#fields.entry === "sink",
        topics: topics.map(({ name }) => name),
        lastEventId,
        mayGap: (storedAt, newer) => this.#mayGap(storedAt, newer),
      });
      this.#links.add(link);
      if (this.#fields.entry === "sink") this.hub.connect(link, { ...options, lastEventId });
      else {
        const response = this.#serveWeb(request, link, options);
        if (!response.ok) {
          link.clientLeft();
          return response;
        }
      }
    } catch (error) {
      link?.clientLeft();
      if (error instanceof HubError && error.code === "draining") return refusal(503, "try again", "1");
      throw error;
    }
    return new Response(link.body, { headers: { "content-type": "text/event-stream" } });
  }

  /** As a host does it: the answer's body goes to the link, unless the hub is about to end. */
  #serveWeb(request: SimRequest, link: Link, options: ServeOptions): Response {
    const abort = new AbortController();
    const asked = new Request(request.url, { headers: request.headers, signal: abort.signal });
    const batch = request.url.searchParams.get("batch") === "true";
    const response = serveStream(this.hub, asked, { ...options, batch });
    if (response.ok && response.body !== null) pipe(response.body, link, () => abort.abort());
    return response;
  }

  #mayGap(storedAt: number, newer: number): boolean {
    const { count = Number.POSITIVE_INFINITY, ageMs = Number.POSITIVE_INFINITY } = this.#fields.retention;
    return newer >= count || this.#fields.now() - storedAt >= ageMs;
  }

  #edit(topic: string): Response {
    const data = this.#fields.rows.change(topic);
    void this.relay.catchUp();
    return Response.json({ success: true, data });
  }

  async #snapshot(keys: readonly string[]): Promise<Response> {
    try {
      await this.relay.catchUp();
      const position = await this.hub.head();
      const data = this.#fields.rows.of(keys);
      await this.#fields.delaySnapshot();
      return Response.json({ success: true, data, position });
    } catch {
      return refusal(500, "Something went wrong");
    }
  }
}

function refusal(status: number, error: string, retryAfter?: string): Response {
  const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
  return Response.json({ success: false, errors: [error] }, { status, headers });
}
