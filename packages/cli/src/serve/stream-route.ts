import { type CheckCaps, Refusal } from "@tidings/admission";
import { openStream } from "@tidings/admission/http";
import { forwardedAddress, type Trust } from "@tidings/admission/node";
import { type AnyStream, STREAM_PARAMETERS } from "@tidings/contracts";
import { type Hub, HubError } from "@tidings/hub";
import { serveStream } from "@tidings/hub/node";
import type { Doors } from "./doors.ts";
import type { Handler } from "./handler.ts";
import type { Limits } from "./limits.ts";
import { topicsOf } from "./reader-topics.ts";

/** What {@link streamRoute} takes. */
export interface StreamRouteOptions {
  readonly hub: Hub;
  readonly doors: Doors;
  /** Names of streams that are open to everybody. */
  readonly open: ReadonlySet<string>;
  readonly checkCaps: CheckCaps;
  readonly limits: Limits;
  /** Whether a proxy in front is trusted. */
  readonly trusts: Trust;
  /** Counts a stream that was refused, by the code of its refusal. */
  readonly onRefused: (reason: string) => void;
}

/** Serves one stream at its path; `?topic=` chooses among the topics that its reader may get. */
export function streamRoute(stream: AnyStream, options: StreamRouteOptions): Handler {
  const { hub, doors, open, checkCaps, limits, trusts, onRefused } = options;
  // If the contract declares `topic`, its own schema checks it.
  const parameters = describesTopic(stream) ? STREAM_PARAMETERS : [...STREAM_PARAMETERS, "topic"];
  const admission = { hub, checkCaps, limitConnects: limits.openFrom, parameters };
  return async (request, response, { searchParams }) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return void serveStream(hub, request, response, { stream, topics: [] });
    }
    const opening = {
      url: request.url,
      address: forwardedAddress(request, trusts),
      identify: () => doors.openStream(request, stream, searchParams),
    };
    await openStream(
      admission,
      stream,
      opening,
      async (reader) => {
        const wanted = searchParams.get("topic");
        const topics = topicsOf({ stream, wanted, claim: reader?.topics, open: open.has(stream.name) });
        if (reader !== undefined) await limits.openBy(reader.id);
        return { topics };
      },
      (reader) => serveStream(hub, request, response, reader),
    ).catch((error: unknown) => {
      onRefused(error instanceof Refusal || error instanceof HubError ? error.code : "failed");
      throw error;
    });
  };
}

function describesTopic({ query }: AnyStream): boolean {
  const { def } = query._zod;
  return "shape" in def && typeof def.shape === "object" && def.shape !== null && "topic" in def.shape;
}
