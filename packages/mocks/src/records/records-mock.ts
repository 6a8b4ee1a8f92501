import type { PublishableEvent } from "@tidings/contracts";
import { type RecordsAudience, recordsPublishKeys, recordsStream } from "@tidings/contracts/records";
import type { HttpHandler } from "msw";
import { inOrder } from "../server/in-order.ts";
import { createMockServer, type MockServer } from "../server/mock-server.ts";
import { recordsHandlers } from "./handlers.ts";
import { createRecordStore, type RecordStore } from "./record-store.ts";
import { remindOfAppointments } from "./reminders.ts";
import { type RecordRows, seedRecords } from "./seed.ts";

/** How a records mock begins. */
export interface RecordsMockOptions {
  /** The server to stand upon, with whose accounts it is. Default: one of its own, where everyone is Ada. */
  readonly server?: MockServer;
  /** Default: the contract's samples for Ada, and some of Grace's. */
  readonly rows?: RecordRows;
}

/** Source 004 in memory: records, prescriptions, appointments with reminders, and their stream. */
export interface RecordsMock {
  readonly server: MockServer;
  /** For `setupWorker`, `setupServer` or a story. */
  readonly handlers: readonly HttpHandler[];
  /** The rows. A change made here reaches the streams as one made by a request does. */
  readonly store: RecordStore;
  /** Sends an event to everyone, to the admins, or to one user. @returns how many connections listen to it */
  emit(audience: RecordsAudience, event: PublishableEvent<typeof recordsStream>): number;
}

/**
 * Makes a records mock. It ends with its server.
 *
 * @example
 * const app = createMockApp();
 * const mock = createRecordsMock(app);
 * setupServer(...app.handlers(mock)).listen();
 * mock.store.createRecord(sampleUsers.ada.id, { title: "Blood test" });
 */
export function createRecordsMock(options: RecordsMockOptions = {}): RecordsMock {
  const server = options.server ?? createMockServer();
  const { clock } = server;

  const emit: RecordsMock["emit"] = (audience, event) => {
    const topics = recordsPublishKeys(audience, event.event).map((key) => recordsStream.topic(key));
    for (const topic of topics) server.publish(topic, event);
    const hears = (heard: ReadonlySet<string>) => topics.some(({ name }) => heard.has(name));
    return server.connectionsOf(recordsStream).filter((reader) => hears(reader.topics)).length;
  };

  const store = createRecordStore(clock, options.rows ?? seedRecords(clock.now()), {
    record(row, before) {
      const audience = row.visibility === "everyone" ? "all" : { userId: row.userId };
      if (before === undefined) {
        emit(audience, { event: "record.created", data: row });
        return;
      }
      const changes = (["title", "details", "visibility"] as const).filter((name) => before[name] !== row[name]);
      emit(audience, { event: "record.updated", data: { ...row, changes } });
    },
    prescription({ id: prescriptionId, userId, medication, status, revision }, before) {
      if (before?.status === status) return;
      const data = { prescriptionId, userId, medication, status, previousStatus: before?.status ?? null, revision };
      emit({ userId }, { event: "prescription.statusChanged", data });
    },
    appointment: () => reminders.look(),
  });
  const reminders = remindOfAppointments(server, store, (appointment) => {
    const { id: appointmentId, userId, title, location, startsAt, remindMinutes } = appointment;
    const data = { appointmentId, userId, title, location, startsAt, remindMinutes };
    emit({ userId }, { event: "appointment.reminder", data });
  });
  reminders.look();

  return { server, store, emit, handlers: inOrder(recordsHandlers(server, store, emit)) };
}
