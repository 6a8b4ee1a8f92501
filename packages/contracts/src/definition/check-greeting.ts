import type { ConnectionFields } from "../control/connection.ts";
import { describeFault, scanJson } from "./json-value.ts";
import { parse } from "./parse.ts";
import type { AnyStream } from "./stream.ts";

/** A valid greeting. */
export interface CheckedGreeting {
  readonly ok: true;
  /** Its payload, which JSON can carry whole. */
  readonly data: object;
}

/** A greeting that breaks its contract, and why. */
export interface GreetingRefusal {
  readonly ok: false;
  /** For people: what to do. Holds no payload. */
  readonly message: string;
  readonly issues: readonly string[];
  /** What was thrown while the greeting was looked at; undefined where nothing was. */
  readonly cause: unknown;
}

/**
 * Checks a greeting, the stream's own fields and the connection's together, against its contract (D3.2). Never throws.
 *
 * @param own The stream's own fields; undefined where there are none.
 * @param fields The connection's fields, which win over those of `own`. Default: `own` holds them already.
 * @example checkGreeting(ordersStream, { message: "SSE connected" }, { connectionId, heartbeatMs, position, resume })
 */
export function checkGreeting(
  stream: AnyStream,
  own: unknown,
  fields: Partial<ConnectionFields> = {},
): CheckedGreeting | GreetingRefusal {
  try {
    const greeting = typeof own === "object" ? { ...own, ...fields } : own === undefined ? fields : own;
    const parsed = parse<AnyStream["query"]>(stream.greeting.event.schema, greeting);
    if (!parsed.ok) return refuse(stream, parsed.issues);
    const { fault } = scanJson(parsed.data);
    if (fault !== undefined) return refuse(stream, [describeFault(fault)]);
    const { data } = parsed;
    if (typeof data !== "object" || data === null)
      return refuse(stream, ["it is not an object; send its fields as one"]);
    return { ok: true, data };
  } catch (cause) {
    return refuse(
      stream,
      [`checking it threw ${cause instanceof Error ? cause.name : typeof cause}; send plain data`],
      cause,
    );
  }
}

function refuse(stream: AnyStream, issues: readonly string[], cause?: unknown): GreetingRefusal {
  const message = `the greeting of "${stream.name}" breaks its contract: ${issues.join("; ")}`;
  return { ok: false, message, issues, cause };
}
