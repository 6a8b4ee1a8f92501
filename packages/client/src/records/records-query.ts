import { listAppointments, listPrescriptions, listRecords, recordsStream } from "@tidings/contracts/records";
import type { Client } from "../client.ts";
import { createLiveQuery, type LiveQuery, type LiveQueryOptions } from "../stores/live-query.ts";
import type { Loaded } from "../stores/loaded.ts";
import { applyPrescriptionStatus, applyReminder, mergeRecord, type RecordsState } from "./reduce-records.ts";

/** What {@link createRecordsQuery} loads. */
export interface RecordsOptions {
  /** `all` is for admins. Events tell of one's own alone, whatever is listed. Default `own`. */
  readonly prescriptions?: "own" | "all" | undefined;
  /** As {@link LiveQueryOptions.initial}. Default nothing. */
  readonly initial?: Loaded<RecordsState> | undefined;
}

/**
 * The user's records, prescriptions and appointments, loaded once and kept up by the records stream.
 *
 * @example
 * const records = createRecordsQuery(client);
 * records.subscribe(() => render(records.getSnapshot().data?.prescriptions ?? []));
 */
export function createRecordsQuery(
  client: Client,
  { prescriptions: scope = "own", initial }: RecordsOptions = {},
): LiveQuery<RecordsState, typeof recordsStream> {
  return createLiveQuery<RecordsState, typeof recordsStream>({
    client,
    stream: recordsStream,
    initial,
    async load(signal) {
      // The records first, because the position that comes with them must be older than every row (C1.1).
      const { data: records, position } = await client.call(listRecords, {}, { signal });
      const [prescriptions, appointments] = await Promise.all([
        client.call(listPrescriptions, { query: { scope } }, { signal }),
        client.call(listAppointments, {}, { signal }),
      ]);
      return { data: { records, prescriptions: prescriptions.data, appointments: appointments.data }, position };
    },
    apply: {
      "record.created": mergeRecord,
      "record.updated": (state, { changes: _names, ...record }) => mergeRecord(state, record),
      "prescription.statusChanged"(state, change, { reload }) {
        const changed = applyPrescriptionStatus(state, change);
        // The event of a new one does not say its dosage.
        if (changed === undefined) reload();
        return changed ?? state;
      },
      "appointment.reminder"(state, reminder, { reload }) {
        const changed = applyReminder(state, reminder);
        if (changed === undefined) reload();
        return changed ?? state;
      },
    },
  });
}
