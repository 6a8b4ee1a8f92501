import { errorBody, parse } from "@tidings/contracts";
import { createDecoder } from "@tidings/wire";
import type { Attempt } from "./attempts.ts";
import type { Exchange } from "./exchange.ts";
import type { Answer } from "./read-answers.ts";
import { secretOf } from "./secrets.ts";
import type { World } from "./world.ts";

/** An order that a stream sent to somebody. */
export interface Told {
  readonly orderId: string;
  /** The users whose tokens were sent. One of them must be allowed to see the order. */
  readonly userIds: ReadonlySet<string>;
}

/**
 * Returns the faults of an exchange by itself, and the orders that its streams sent. Their owners are known only later.
 */
export function judgeExchange(
  { answers, trouble }: Exchange,
  attempt: Attempt,
  world: World,
): { readonly faults: readonly string[]; readonly told: readonly Told[] } {
  const faults: string[] = [];
  const told: Told[] = [];
  const people = [...Object.values(world.people), world.leaving].filter(({ token }) => attempt.bytes.includes(token));
  const userIds = new Set(people.map(({ id }) => id));
  const everyones = people.includes(world.people.admin);
  for (const answer of answers) {
    const text = answer.body.toString("utf8");
    const { status } = answer;
    if (isStream(answer) && !everyones) told.push(...ordersIn(answer).map((orderId) => ({ orderId, userIds })));
    if (status >= 500 && !(status === 503 && answer.headers.has("retry-after")))
      faults.push(`status ${status}: ${text}`);
    if (status >= 400 && !isErrorBody(answer)) faults.push(`status ${status} without the error body: ${text}`);
    if (everyones) continue;
    for (const owner of [world.people.ada, world.people.grace]) {
      if (!userIds.has(owner.id) && text.includes(secretOf(owner)))
        faults.push(`a secret of ${owner.id} was told to ${[...userIds].join(", ") || "nobody"}`);
    }
    for (const [, owner = ""] of text.matchAll(/"user_id":"([^"]*)"/g)) {
      if (!userIds.has(owner))
        faults.push(`an order of ${owner} was answered to ${[...userIds].join(", ") || "nobody"}`);
    }
  }
  // A stream keeps the connection, so requests that are pipelined behind it wait.
  const missing = attempt.owed - answers.length;
  if (missing > 0 && !answers.some(isStream) && !answers.some(closes))
    faults.push(`${missing} requests were not answered (${trouble})`);
  else if (trouble?.startsWith("Error: the server sent")) faults.push(trouble);
  return { faults, told };
}

/** The briefs' error body, or none where the method or the status has none. */
function isErrorBody({ headers, body }: Answer): boolean {
  if (body.length === 0) return headers.get("content-length") !== "0" && headers.has("content-type");
  try {
    return parse(errorBody, JSON.parse(body.toString("utf8"))).ok;
  } catch {
    return false;
  }
}

function isStream({ headers }: Answer): boolean {
  return headers.get("content-type") === "text/event-stream";
}

function closes({ headers }: Answer): boolean {
  return headers.get("connection") === "close";
}

function ordersIn({ body }: Answer): readonly string[] {
  const orderIds: string[] = [];
  const decoder = createDecoder({
    onEvent({ data }) {
      const { order_id } = JSON.parse(data) as { order_id?: unknown };
      if (typeof order_id === "string") orderIds.push(order_id);
    },
  });
  decoder.decode(body);
  return orderIds;
}
