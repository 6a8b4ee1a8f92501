import type { Fault } from "@tidings/admission/http";
import type { HubReport } from "@tidings/hub";
import type { RelayReport } from "@tidings/outbox";
import type { Logger } from "pino";
import type { UnreadableRow } from "./store/rows.ts";

/** Logs the opening and closing of connections: the id, the user, how long it was open, and why it ended. */
export function logHubReport(logger: Logger, report: HubReport): void {
  // The other reports are for metrics, and too many for a log.
  if (report.type !== "opened" && report.type !== "closed" && report.type !== "failed") return;
  const { id, stream, principal, address, openedAt, events } = report.connection;
  const fields = { connection: id, stream: stream.name, user: principal?.id, address };
  if (report.type === "opened") {
    logger.info({ ...fields, resume: report.resume }, "stream opened");
  } else if (report.type === "closed") {
    const seconds = Math.round((Date.now() - openedAt) / 100) / 10;
    logger.info({ ...fields, reason: report.reason, seconds, events }, "stream closed");
  } else {
    logger.error({ ...fields, err: report.error }, "stream failed");
  }
}

/** Logs what the relay could not do, for the operator. */
export function logRelayReport(logger: Logger, report: RelayReport): void {
  if (report.type === "failed") {
    logger.warn({ err: report.error, retryMs: report.retryMs }, "relay failed and will try again");
    return;
  }
  const { id, table, rowId } = report.change;
  // JSON has no bigint.
  const fields = { change: String(id), table, row: rowId };
  if (report.type === "dead") {
    logger.error({ ...fields, reason: report.reason }, "change put aside in dead_changes");
  } else {
    logger.error({ ...fields, err: report.error }, "the reaction to a change failed");
  }
}

/** Logs that dead letters were deleted for good (D14.6). */
export function logForgottenChanges(logger: Logger, count: number): void {
  logger.warn({ count }, "old changes deleted from dead_changes");
}

/** Logs a row that was left out of an answer, so that somebody can correct it (S18.2). */
export function logUnreadableRow(logger: Logger, { table, id, issues }: UnreadableRow): void {
  logger.error({ table, row: id, issues }, "row left out: its values do not fit");
}

/** Logs once that the server is not ready any more and why, and once that it is ready again (S19.3). */
export function logReadiness(logger: Logger, fault: Fault | undefined): void {
  if (fault === undefined) logger.info("ready again");
  else logger.error({ reason: fault.reason, detail: fault.detail }, "not ready");
}
