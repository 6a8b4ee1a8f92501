import { Refusal } from "@tidings/admission";
import { contractError, orRefuse } from "@tidings/admission/http";
import {
  type Appointment,
  changeableOwner,
  createAppointment,
  createPrescription,
  createRecord,
  getRecordsStats,
  type HealthRecord,
  listAppointments,
  listPrescriptions,
  listRecords,
  type Prescription,
  recordsStream,
  sendTestEvent,
  testEvent,
  updateAppointment,
  updatePrescriptionStatus,
  updateRecord,
} from "@tidings/contracts/records";
import { serveEndpoint, serveStreamRoute } from "@tidings/express";
import { everyone, type Notify, NotifyError, readStreamStats, type StreamActivity } from "@tidings/notify";
import type { RouteContext } from "../../http/route-context.ts";
import { type Store, wait } from "../../store/store.ts";
import type { ReadSnapshot } from "../read-snapshot.ts";
import type { RecordRepository } from "./record-repository.ts";
import type { Reminders } from "./reminders.ts";
import { subscribeToRecords } from "./subscription.ts";

/** What the records' routes need. */
export interface RecordsRoutes {
  readonly records: RecordRepository;
  readonly reminders: Pick<Reminders, "look">;
  readonly catchUp: () => Promise<void>;
  readonly readSnapshot: ReadSnapshot;
  readonly notify: Notify;
  readonly store: Pick<Store, "transaction">;
  readonly activity: StreamActivity;
  /** Connections at a time on this node; Infinity is no limit. */
  readonly maxConnections: number;
  readonly heartbeatMs: number;
}

/** Brief 004: the stream, its statistics and test, and the records, prescriptions and appointments that it tells of. */
export function serveRecords(context: RouteContext, routes: RecordsRoutes): void {
  const { records, reminders, catchUp, readSnapshot, notify, store, activity, maxConnections, heartbeatMs } = routes;
  serveStreamRoute(context, recordsStream, ({ user }, query) => ({
    ...subscribeToRecords(user, query),
    maxConnections,
  }));

  serveEndpoint(context, getRecordsStats, async () => {
    const stats = readStreamStats(context.hub, recordsStream, activity);
    return {
      data: {
        totalConnections: stats.connections,
        // JSON has no Infinity, and the brief has no field for it.
        maxConnections: maxConnections === Number.POSITIVE_INFINITY ? 0 : maxConnections,
        connectionsByUser: { ...stats.byUser },
        averageConnectionDuration: stats.averageDuration,
        totalEventsSent: stats.eventsSent,
        lastEventTime: stats.lastEventTime,
        heartbeatInterval: heartbeatMs,
        // The hub cuts a reader that takes nothing for two heartbeats (D10.3).
        inactivityTimeout: 2 * heartbeatMs,
      },
    };
  });

  serveEndpoint(context, sendTestEvent, async ({ body, keep }) => {
    const event = orRefuse(testEvent(body, Date.now()));
    try {
      return await store.transaction(function* () {
        const clients = notify.emitEvent(event, body.userId ?? everyone);
        const answer = { data: { type: event.event, clients }, message: "Test event sent" };
        yield* wait(keep(answer));
        return answer;
      });
    } catch (error) {
      if (error instanceof NotifyError) throw new Refusal("bad_request", [error.message]);
      throw error;
    }
  });

  serveEndpoint(context, listRecords, ({ principal }) =>
    readSnapshot(async () => [...(await records.listRecords(principal.user.id))]),
  );

  serveEndpoint(context, createRecord, async ({ principal, body, keep }) => {
    const answer = (data: HealthRecord) => ({ data, message: "Record created" });
    const data = await records.createRecord(principal.user.id, body, (created) => keep(answer(created)));
    void catchUp();
    return answer(data);
  });

  serveEndpoint(context, updateRecord, async ({ principal, params, body }) => {
    const data = await records.updateRecord(params.id, changeableOwner(principal.user), body);
    if (data === undefined) throw contractError(updateRecord, 404);
    void catchUp();
    return { data, message: "Record updated" };
  });

  serveEndpoint(context, listPrescriptions, async ({ principal, query: { scope } }) => {
    if (scope === "all" && principal.user.role !== "admin") throw contractError(listPrescriptions, 403);
    return { data: [...(await records.listPrescriptions(scope === "all" ? undefined : principal.user.id))] };
  });

  serveEndpoint(context, createPrescription, async ({ body, keep }) => {
    const answer = (data: Prescription) => ({ data, message: "Prescription created" });
    const data = await records.createPrescription(body, (created) => keep(answer(created)));
    if (data === undefined) throw contractError(createPrescription, 404);
    void catchUp();
    return answer(data);
  });

  serveEndpoint(context, updatePrescriptionStatus, async ({ params, body }) => {
    const data = await records.setPrescriptionStatus(params.id, body.status);
    if (data === undefined) throw contractError(updatePrescriptionStatus, 404);
    void catchUp();
    return { data, message: "Prescription status updated" };
  });

  serveEndpoint(context, listAppointments, async ({ principal }) => ({
    data: [...(await records.listAppointments(principal.user.id))],
  }));

  serveEndpoint(context, createAppointment, async ({ principal, body, keep }) => {
    const answer = (data: Appointment) => ({ data, message: "Appointment created" });
    const data = await records.createAppointment(principal.user.id, body, (created) => keep(answer(created)));
    void reminders.look();
    return answer(data);
  });

  serveEndpoint(context, updateAppointment, async ({ principal, params, body }) => {
    const data = await records.updateAppointment(params.id, changeableOwner(principal.user), body);
    if (data === undefined) throw contractError(updateAppointment, 404);
    void reminders.look();
    return { data, message: "Appointment updated" };
  });
}
