import type { EndpointContext, StreamContext } from "@tidings/express";
import type { Caller } from "../auth/authenticate.ts";

/** What every route of this server is mounted with, of an endpoint or of a stream. */
export type RouteContext = EndpointContext<Caller> & StreamContext<Caller>;
