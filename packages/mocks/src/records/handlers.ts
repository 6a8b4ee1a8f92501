import { MAX_LIST, type StreamQuery } from "@tidings/contracts";
import { authErrors, sampleUsers, type User } from "@tidings/contracts/auth";
import {
  changeableOwner,
  createAppointment,
  createPrescription,
  createRecord,
  filteredEventNames,
  getRecordsStats,
  isAdminEventName,
  listAppointments,
  listPrescriptions,
  listRecords,
  recordsListenKeys,
  recordsStream,
  sendTestEvent,
  testEvent,
  testEventAudience,
  updateAppointment,
  updatePrescriptionStatus,
  updateRecord,
} from "@tidings/contracts/records";
import type { HttpHandler } from "msw";
import { MocksError } from "../error.ts";
import { failure } from "../server/answer.ts";
import { mockEndpoint } from "../server/mock-endpoint.ts";
import type { MockServer } from "../server/mock-server.ts";
import { mockStream } from "../server/mock-stream.ts";
import type { RecordStore } from "./record-store.ts";
import type { RecordsMock } from "./records-mock.ts";
import { countRecordsReaders } from "./stats.ts";

/** Every endpoint and stream of brief 004, with the rules of the real server. */
export function recordsHandlers(
  server: MockServer,
  store: RecordStore,
  emit: RecordsMock["emit"],
): readonly HttpHandler[] {
  return [
    mockStream(server, recordsStream, {
      topics: ({ user, query }) => listenKeys(user, query),
      greeting: (fields, { user, query: { events } }) => ({
        message: "Connected to the event stream" as const,
        userId: user?.id ?? "",
        events: filteredEventNames(events)?.slice() ?? null,
        timestamp: new Date(server.clock.now()).toISOString(),
        ...fields,
      }),
      refuse({ user, query: { events } }) {
        const names = user?.role === "admin" ? [] : (filteredEventNames(events) ?? []);
        const forbidden = names.filter(isAdminEventName);
        const words = [authErrors[403], `Only admins may hear ${forbidden.join(", ")}`];
        return forbidden.length > 0 ? failure(403, words) : undefined;
      },
    }),
    mockEndpoint(server, getRecordsStats, () => ({ data: countRecordsReaders(server) })),
    mockEndpoint(server, sendTestEvent, ({ body }) => {
      const event = testEvent(body, server.clock.now());
      if (!event.ok) return failure(400, event.issues);
      const { event: type } = event.data;
      const audience = testEventAudience(type, body.userId);
      try {
        return {
          data: { type, clients: emit(audience, event.data) },
          message: "Test event sent",
        };
      } catch (error) {
        if (error instanceof MocksError) return failure(400, [error.message]);
        throw error;
      }
    }),

    mockEndpoint(server, listRecords, ({ user }) => {
      const position = server.head();
      return { data: store.records(user.id).slice(0, MAX_LIST), position };
    }),
    mockEndpoint(server, createRecord, ({ user, body }) => ({
      data: store.createRecord(user.id, body),
      message: "Record created",
    })),
    mockEndpoint(server, updateRecord, ({ user, params, body, fail }) => {
      const data = store.updateRecord(params.id, changeableOwner(user), body);
      return data ? { data, message: "Record updated" } : fail(404);
    }),

    mockEndpoint(server, listPrescriptions, ({ user, query: { scope }, fail }) => {
      if (scope === "all" && user.role !== "admin") return fail(403);
      return { data: store.prescriptions(scope === "all" ? undefined : user.id).slice(0, MAX_LIST) };
    }),
    mockEndpoint(server, createPrescription, ({ body, fail }) => {
      if (!Object.values(sampleUsers).some(({ id }) => id === body.userId)) return fail(404);
      return { data: store.prescribe(body), message: "Prescription created" };
    }),
    mockEndpoint(server, updatePrescriptionStatus, ({ params, body, fail }) => {
      const data = store.setPrescriptionStatus(params.id, body.status);
      return data ? { data, message: "Prescription status updated" } : fail(404);
    }),

    // The last ones, as on the server, because otherwise many past appointments would push out those still to come.
    mockEndpoint(server, listAppointments, ({ user }) => ({ data: store.appointments(user.id).slice(-MAX_LIST) })),
    mockEndpoint(server, createAppointment, ({ user, body }) => ({
      data: store.createAppointment(user.id, body),
      message: "Appointment created",
    })),
    mockEndpoint(server, updateAppointment, ({ user, params, body, fail }) => {
      const data = store.updateAppointment(params.id, changeableOwner(user), body);
      return data ? { data, message: "Appointment updated" } : fail(404);
    }),
  ];
}

function listenKeys(user: User | undefined, { events }: StreamQuery<typeof recordsStream>): readonly string[] {
  if (user === undefined) return [];
  const audiences = ["all", { userId: user.id }, ...(user.role === "admin" ? ["admin" as const] : [])] as const;
  return recordsListenKeys(audiences, events);
}
