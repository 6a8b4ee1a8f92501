import type { EndpointContext, StreamContext } from "@tidings/express";
import type { Caller } from "../auth/authenticate.ts";
import type { Limits } from "../limits/limits.ts";

/** What every endpoint's route of this server works with. */
export interface EndpointHost extends EndpointContext<Caller> {
  readonly limits: Limits;
}

/** What every stream's route of this server works with. */
export type StreamHost = StreamContext<Caller>;
