import type { ConnectionFields } from "../control/connection.ts";
import { describeFault, scanJson } from "./json-value.ts";
import { parse } from "./parse.ts";
import type { AnyStream } from "./stream.ts";

/** A greeting that keeps its contract. */
export interface CheckedGreeting {
  readonly ok: true;
  /** Its payload; JSON keeps all of it. */
  readonly data: object;
}

/** A greeting that breaks it, and why. */
export interface GreetingRefusal {
  readonly ok: false;
  /** For people: what to do. Holds no payload. */
  readonly message: string;
  readonly issues: readonly string[];
  /** What was thrown while the greeting was looked at; undefined where nothing was. */
  readonly cause: unknown;
}

/**
 * Holds a greeting, the stream's own fields and those of the connection together, against its contract (D3.2). Never throws.
 *
 * @param own The stream's own fields; undefined where there are none.
 * @param fields Those of the connection, which take their places. Default: they are in `own` already.
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
    if (typeof data !== "object" || data === null) return refuse(stream, ["it is no object"]);
    return { ok: true, data };
  } catch (cause) {
    return refuse(stream, [`looking at it threw ${cause instanceof Error ? cause.name : typeof cause}`], cause);
  }
}

function refuse(stream: AnyStream, issues: readonly string[], cause?: unknown): GreetingRefusal {
  const message = `the greeting of "${stream.name}" breaks its contract: ${issues.join("; ")}`;
  return { ok: false, message, issues, cause };
}
