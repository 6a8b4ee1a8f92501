import { recordsStream } from "@tidings/contracts/records";
import { StreamActivity } from "@tidings/notify";
import type { Core, Domain } from "../domain.ts";
import { mapAppointmentChange, mapPrescriptionChange, mapRecordChange } from "./map-record-changes.ts";
import { createRecordRepository } from "./record-repository.ts";
import { createReminders } from "./reminders.ts";
import { serveRecords } from "./routes.ts";
import { seedRecords } from "./seed-records.ts";

/** Brief 004: records, prescriptions, appointments and their reminders. */
export function createRecords(core: Core): Domain {
  const { config, store, logger, notify, onUnreadable, catchUp, readSnapshot } = core;
  const records = createRecordRepository(store, onUnreadable);
  const activity = new StreamActivity(recordsStream.name);
  const reminders = createReminders(store, {
    onChange: catchUp,
    onFailure: (err) => logger.error({ err }, "appointments could not be looked through"),
  });
  return {
    mappers: { records: mapRecordChange, prescriptions: mapPrescriptionChange, appointments: mapAppointmentChange },
    onHubReport: (report) => activity.observe(report),
    serve: (context) =>
      serveRecords(context, {
        records,
        reminders,
        catchUp,
        readSnapshot,
        notify,
        store,
        activity,
        maxConnections: config.records.maxConnections,
        heartbeatMs: config.hub.heartbeatMs,
      }),
    seed: () => seedRecords(records),
    start: reminders.look,
    close: reminders.close,
  };
}
