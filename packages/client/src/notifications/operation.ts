import { parse } from "@tidings/contracts";
import { jobCompletion, type notificationsStream } from "@tidings/contracts/notifications";
import type { EventStream } from "../streams/event-stream.ts";

/** Something that takes a while, as far as it is told. */
export interface Operation {
  readonly id: string;
  /** What people call it: `metadata.name` of its progress, else its id. */
  readonly label: string;
  readonly status: "running" | "done" | "failed";
  /** 0 to 100. A failed one stays where it was. */
  readonly progress: number;
  /** The last thing said about it. */
  readonly message?: string | undefined;
}

/** How an operation ended, and what was said about it. */
interface Ending {
  readonly status: "done" | "failed";
  readonly message: string;
}

/** Operations that a page remembers; finished ones go first. */
const MAX_OPERATIONS = 50;

type Operations = readonly Operation[];

/**
 * Hears of operations: `progress`, and what ends one: 100 %, a `success` or an `error` that names it as `operationId`,
 * a `notification` of its completion as a job. The end of an operation without earlier progress is ignored.
 */
export function hearOperations(
  stream: EventStream<typeof notificationsStream>,
  apply: (change: (operations: Operations) => Operations) => void,
): void {
  stream.on("progress", ({ data: { operationId, progress, message, metadata } }) => {
    const label = typeof metadata?.name === "string" ? metadata.name : undefined;
    apply((operations) => advance(operations, operationId, { progress, message, label }));
  });
  stream.on("success", ({ data: { message, data } }) => {
    apply((operations) => finish(operations, operationIdOf(data), { status: "done", message }));
  });
  stream.on("error", ({ data: { error, context } }) => {
    apply((operations) => finish(operations, operationIdOf(context), { status: "failed", message: error }));
  });
  stream.on("notification", ({ data }) => {
    const job = parse(jobCompletion, data);
    if (!job.ok) return;
    const { jobId, result, message } = job.data;
    apply((operations) => finish(operations, jobId, { status: result === "success" ? "done" : "failed", message }));
  });
}

function advance(
  operations: Operations,
  id: string,
  { progress, message, label }: Pick<Operation, "progress" | "message"> & { readonly label: string | undefined },
): Operations {
  const status = progress >= 100 ? "done" : "running";
  const known = operations.find((operation) => operation.id === id);
  const next: Operation = { id, label: label ?? known?.label ?? id, status, progress, message };
  if (known) return operations.map((operation) => (operation === known ? next : operation));
  return withinBounds([next, ...operations]);
}

function finish(operations: Operations, id: string | undefined, { status, message }: Ending): Operations {
  if (!operations.some((operation) => operation.id === id)) return operations;
  return operations.map((operation) => {
    if (operation.id !== id) return operation;
    return { ...operation, status, message, progress: status === "done" ? 100 : operation.progress };
  });
}

function withinBounds(operations: Operations): Operations {
  if (operations.length <= MAX_OPERATIONS) return operations;
  const finished = operations.findLastIndex(({ status }) => status !== "running");
  return operations.toSpliced(finished === -1 ? operations.length - 1 : finished, 1);
}

function operationIdOf(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null || !("operationId" in data)) return undefined;
  return typeof data.operationId === "string" ? data.operationId : undefined;
}
