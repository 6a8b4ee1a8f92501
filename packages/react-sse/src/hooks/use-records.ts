"use client";

import type { ClientError, ConnectionStatus, CreateOptions } from "@tidings/client";
import { shareByClient, shownBy } from "@tidings/client";
import {
  createRecordsQuery,
  mergeAppointment,
  mergePrescription,
  mergeRecord,
  type RecordsState,
} from "@tidings/client/records";
import type { EndpointBody } from "@tidings/contracts";
import {
  type Appointment,
  createAppointment,
  createPrescription,
  createRecord,
  type HealthRecord,
  type Prescription,
  type PrescriptionStatus,
  updateAppointment,
  updatePrescriptionStatus,
  updateRecord,
} from "@tidings/contracts/records";
import { useMemo } from "react";
import { useSharedQuery } from "./use-shared-query.ts";
import { useTidings } from "./use-tidings.ts";

/**
 * What can be done from a page of records. All throw ClientError as `client.call` does. The change is shown when they
 * resolve. Those that create something take an attempt's key (D25.2).
 */
export interface RecordsActions {
  createRecord(body: EndpointBody<typeof createRecord>, options?: CreateOptions): Promise<HealthRecord>;
  updateRecord(id: string, body: EndpointBody<typeof updateRecord>): Promise<HealthRecord>;
  createAppointment(body: EndpointBody<typeof createAppointment>, options?: CreateOptions): Promise<Appointment>;
  updateAppointment(id: string, body: EndpointBody<typeof updateAppointment>): Promise<Appointment>;
  /** For admins. */
  prescribe(body: EndpointBody<typeof createPrescription>, options?: CreateOptions): Promise<Prescription>;
  /** For admins. */
  setPrescriptionStatus(id: string, status: PrescriptionStatus): Promise<Prescription>;
}

/** What {@link useRecords} gives a page. */
export interface RecordsResult extends RecordsState, RecordsActions {
  /** `error` only while there is nothing to show; older rows stay `ready` when a reload fails. */
  readonly status: "loading" | "ready" | "error";
  /** Why the last load failed. */
  readonly error: ClientError | undefined;
  readonly connection: ConnectionStatus;
  /** Loads again. Resolves when the load has ended, even if it failed. */
  reload(): Promise<void>;
  /** Connects at once instead of waiting. */
  reconnect(): void;
}

const shareRecords = (prescriptions: "own" | "all") =>
  shareByClient<ReturnType<typeof createRecordsQuery>>((client, _key, before) =>
    createRecordsQuery(client, { prescriptions, initial: shownBy(before) }),
  );
const own = shareRecords("own");
const all = shareRecords("all");
const nothing: RecordsState = { records: [], prescriptions: [], appointments: [] };

/**
 * The signed-in user's records, prescriptions and appointments: loaded once for all components, then updated by the
 * records stream. With `prescriptions: "all"` an admin gets everyone's.
 *
 * @example
 * const { records, prescriptions, status, connection, createRecord } = useRecords();
 * <button onClick={() => createRecord({ title: "Blood test" })}>Add</button>
 */
export function useRecords({
  enabled = true,
  prescriptions = "own",
}: {
  readonly enabled?: boolean;
  readonly prescriptions?: "own" | "all";
} = {}): RecordsResult {
  const client = useTidings();
  const shared = prescriptions === "all" ? all : own;
  const { snapshot, connection, held, reload, reconnect } = useSharedQuery(shared, enabled);

  const actions = useMemo((): RecordsActions => {
    const show =
      <Row>(merge: (state: RecordsState, row: Row) => RecordsState) =>
      ({ data }: { readonly data: Row }): Row => {
        held()?.update((state) => merge(state, data));
        return data;
      };
    // A list of the user's own prescriptions must not get one of another user.
    const mergeListed = (state: RecordsState, row: Prescription) =>
      shared === all || state.prescriptions.some(({ id }) => id === row.id) ? mergePrescription(state, row) : state;
    return {
      createRecord: async (body, options) => show(mergeRecord)(await client.call(createRecord, { body }, options)),
      updateRecord: async (id, body) => show(mergeRecord)(await client.call(updateRecord, { params: { id }, body })),
      createAppointment: async (body, options) =>
        show(mergeAppointment)(await client.call(createAppointment, { body }, options)),
      updateAppointment: async (id, body) =>
        show(mergeAppointment)(await client.call(updateAppointment, { params: { id }, body })),
      prescribe: async (body, options) => show(mergeListed)(await client.call(createPrescription, { body }, options)),
      setPrescriptionStatus: async (id, status) =>
        show(mergeListed)(await client.call(updatePrescriptionStatus, { params: { id }, body: { status } })),
    };
  }, [client, held, shared]);

  return {
    ...(snapshot.data ?? nothing),
    status: snapshot.status,
    error: snapshot.error,
    connection,
    reload,
    reconnect,
    ...actions,
  };
}
