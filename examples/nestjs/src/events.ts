import { Injectable } from "@nestjs/common";
import { createCapCheck, createStreamTickets } from "@tidings/admission";
import { createHub } from "@tidings/hub";
import { createHubMetrics } from "@tidings/hub/metrics";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { builds } from "./contract.ts";

/** The one hub of this process; whoever publishes has it injected. */
@Injectable()
export class Events {
  readonly #metrics = createHubMetrics({ streams: [builds] });
  readonly hub = createHub({ log: createSqliteLog({ file: "events.db" }), onReport: this.#metrics.onReport });
  readonly tickets = createStreamTickets();
  readonly checkCaps = createCapCheck(this.hub, { total: 10_000, perUser: 2, perAddress: 500 });

  constructor() {
    this.#metrics.observe(this.hub);
  }
}
