import type { PublishableEvent } from "@tidings/contracts";
import {
  type AddressedRecordsEvent,
  appointmentReminder,
  prescriptionEvent,
  type RecordsAudience,
  recordEvent,
  recordsPublishKeys,
  recordsStream,
} from "@tidings/contracts/records";
import type { HttpHandler } from "msw";
import { inOrder } from "../server/in-order.ts";
import { createMockServer, type MockServer } from "../server/mock-server.ts";
import { recordsHandlers } from "./handlers.ts";
import { createRecordStore, type RecordStore } from "./record-store.ts";
import { remindOfAppointments } from "./reminders.ts";
import { type RecordRows, seedRecords } from "./seed.ts";

/** What {@link createRecordsMock} takes. */
export interface RecordsMockOptions {
  /** A server to share with other mocks, with its accounts. Default: a new one, where every request is Ada's. */
  readonly server?: MockServer | undefined;
  /** Default: the contract's samples for Ada, and some of Grace's. */
  readonly rows?: RecordRows | undefined;
}

/** Brief 004 in memory: records, prescriptions, appointments with reminders, and their stream. */
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

  const tell = ({ audience, event }: AddressedRecordsEvent) => void emit(audience, event);

  const store = createRecordStore(clock, options.rows ?? seedRecords(clock.now()), {
    record: (row, before) => tell(recordEvent(row, before)),
    prescription(row, before) {
      const told = prescriptionEvent(row, before?.status ?? null);
      if (told) tell(told);
    },
    appointment: () => reminders.look(),
  });
  const reminders = remindOfAppointments(server, store, (appointment) => tell(appointmentReminder(appointment)));
  reminders.look();

  return { server, store, emit, handlers: inOrder(recordsHandlers(server, store, emit)) };
}
