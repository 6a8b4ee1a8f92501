import * as z from "zod/mini";
import { authErrors } from "../control/auth-errors.ts";
import { annotate } from "../definition/annotate.ts";
import { defineEndpoint } from "../definition/endpoint.ts";
import { MAX_LIST } from "../definition/page.ts";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";
import { appointment, sampleAppointment } from "./appointment.ts";
import { isCustomEventName, isRecordEventName } from "./event-filter.ts";
import { prescription, prescriptionStatus, samplePrescription } from "./prescription.ts";
import { record, sampleRecord, visibility } from "./record.ts";

const unauthenticated = { 401: authErrors[401] } as const;
const line = (name: string) =>
  z.string().check(
    z.refine((text) => text.trim() !== "", { error: `${name} is required` }),
    z.maxLength(200),
  );
const text = z.string().check(z.maxLength(4000));
const userId = z.string().check(z.minLength(1), z.maxLength(64));

/** `GET /api/records`: the user's records and those that are everyone's, newest first. The records stream's snapshot. */
export const listRecords = defineEndpoint({
  name: "listRecords",
  method: "GET",
  path: "/api/records",
  summary: "The records that one may see, newest first, with the position to stream from",
  description: `One's own, and those that are everyone's; the newest ${MAX_LIST} of them.`,
  access: "user",
  data: z.array(record),
  errors: unauthenticated,
  samples: { data: [sampleRecord] },
});

/** `POST /api/records`: one's own; its owner's alone unless told. */
export const createRecord = defineEndpoint({
  name: "createRecord",
  method: "POST",
  path: "/api/records",
  summary: "Create a record",
  description: "Its owner's alone unless told.",
  creates: true,
  access: "user",
  body: z.strictObject({ title: line("title"), details: z.optional(text), visibility: z.optional(visibility) }),
  status: 201,
  data: record,
  errors: { 400: "title is required", ...unauthenticated },
  samples: { body: { title: sampleRecord.title, details: sampleRecord.details }, data: sampleRecord },
});

/** `PATCH /api/records/:id`: its owner or an admin; to anyone else it does not exist. */
export const updateRecord = defineEndpoint({
  name: "updateRecord",
  method: "PATCH",
  path: "/api/records/:id",
  summary: "Change a record",
  description: "Its owner or an admin may; to anyone else it does not exist.",
  access: "user",
  body: z.strictObject({
    title: z.optional(line("title")),
    details: z.optional(text),
    visibility: z.optional(visibility),
  }),
  data: record,
  errors: { ...unauthenticated, 404: "Record not found" },
  samples: { body: { details: sampleRecord.details }, data: { ...sampleRecord, revision: 2 } },
});

/** `GET /api/prescriptions`: the user's own, newest first; with `scope=all` an admin sees everyone's. */
export const listPrescriptions = defineEndpoint({
  name: "listPrescriptions",
  method: "GET",
  path: "/api/prescriptions",
  summary: "The user's prescriptions, newest first",
  description: `One's own; with \`scope=all\` an admin gets everyone's. The newest ${MAX_LIST} of them.`,
  access: "user",
  query: z.strictObject({
    scope: z.optional(z.enum(["own", "all"]).check(annotate({ description: "Whose; one's own unless told" }))),
  }),
  data: z.array(prescription),
  errors: authErrors,
  samples: { data: [samplePrescription] },
});

/** `POST /api/prescriptions`: an admin prescribes. */
export const createPrescription = defineEndpoint({
  name: "createPrescription",
  method: "POST",
  path: "/api/prescriptions",
  summary: "Prescribe something to a user",
  description: "An admin prescribes; it begins as `pending`.",
  creates: true,
  access: "admin",
  body: z.strictObject({ userId, medication: line("medication"), dosage: z.optional(text) }),
  status: 201,
  data: prescription,
  errors: { ...authErrors, 404: "There is no such user" },
  samples: {
    body: {
      userId: samplePrescription.userId,
      medication: samplePrescription.medication,
      dosage: samplePrescription.dosage,
    },
    data: { ...samplePrescription, status: "pending", revision: 1 },
  },
});

/** `PATCH /api/prescriptions/:id/status`: an admin moves it on. */
export const updatePrescriptionStatus = defineEndpoint({
  name: "updatePrescriptionStatus",
  method: "PATCH",
  path: "/api/prescriptions/:id/status",
  summary: "Set a prescription's status",
  description: "An admin moves it on; its user hears of it.",
  access: "admin",
  body: z.strictObject({ status: prescriptionStatus }),
  data: prescription,
  errors: { ...authErrors, 404: "Prescription not found" },
  samples: { body: { status: "ready" }, data: samplePrescription },
});

const minutes = wholeNumber().check(z.minimum(0), z.maximum(40_320));

/** `GET /api/appointments`: the user's own, the next first. */
export const listAppointments = defineEndpoint({
  name: "listAppointments",
  method: "GET",
  path: "/api/appointments",
  summary: "The user's appointments, the next first",
  description: `One's own; the last ${MAX_LIST} of them.`,
  access: "user",
  data: z.array(appointment),
  errors: unauthenticated,
  samples: { data: [sampleAppointment] },
});

/** `POST /api/appointments`: one's own. Reminded of an hour before unless told. */
export const createAppointment = defineEndpoint({
  name: "createAppointment",
  method: "POST",
  path: "/api/appointments",
  summary: "Make an appointment",
  description: "One's own. Reminded of an hour before unless told.",
  creates: true,
  access: "user",
  body: z.strictObject({
    title: line("title"),
    location: z.optional(text),
    startsAt: time("startsAt"),
    remindMinutes: z.optional(minutes),
  }),
  status: 201,
  data: appointment,
  errors: unauthenticated,
  samples: {
    body: {
      title: sampleAppointment.title,
      location: sampleAppointment.location,
      startsAt: sampleAppointment.startsAt,
    },
    data: sampleAppointment,
  },
});

/** `PATCH /api/appointments/:id`: another time is reminded of anew; a cancelled one is not reminded of. */
export const updateAppointment = defineEndpoint({
  name: "updateAppointment",
  method: "PATCH",
  path: "/api/appointments/:id",
  summary: "Move or cancel an appointment",
  description: "Another time is reminded of anew; a cancelled one is not reminded of.",
  access: "user",
  body: z.strictObject({
    startsAt: z.optional(time("startsAt")),
    remindMinutes: z.optional(minutes),
    cancelled: z.optional(z.boolean()),
  }),
  data: appointment,
  errors: { ...unauthenticated, 404: "Appointment not found" },
  samples: { body: { cancelled: true }, data: { ...sampleAppointment, cancelled: true } },
});

/** `GET /events/stats`: admins only, because it names users. */
export const getRecordsStats = defineEndpoint({
  name: "getRecordsStats",
  method: "GET",
  path: "/events/stats",
  summary: "Who is connected to the records stream on this node",
  description: "Admins only, because it names users.",
  access: "admin",
  data: z.object({
    totalConnections: wholeNumber(),
    maxConnections: wholeNumber(),
    connectionsByUser: z.record(z.string(), wholeNumber()),
    /** Milliseconds. */
    averageConnectionDuration: z.number(),
    totalEventsSent: wholeNumber(),
    lastEventTime: z.nullable(z.number()),
    heartbeatInterval: wholeNumber(),
    inactivityTimeout: wholeNumber(),
  }),
  errors: authErrors,
  samples: {
    data: {
      totalConnections: 2,
      maxConnections: 1000,
      connectionsByUser: { [sampleRecord.userId]: 2 },
      averageConnectionDuration: 61_500,
      totalEventsSent: 128,
      lastEventTime: 1_641_234_567_890,
      heartbeatInterval: 30_000,
      inactivityTimeout: 60_000,
    },
  },
});

/** `POST /events/test`: an admin sends an event of a kind, to a user or to everyone; a `notification` unless told. */
export const sendTestEvent = defineEndpoint({
  name: "sendTestEvent",
  method: "POST",
  path: "/events/test",
  summary: "Send an event to try the stream out",
  description: "To a user or to everyone; a `notification` unless told.",
  creates: true,
  access: "admin",
  body: z.strictObject({
    type: z.optional(
      z.string().check(
        z.refine((name) => isRecordEventName(name) || isCustomEventName(name), {
          error: "type must be an event of the stream, or a custom name such as backup.finished",
        }),
      ),
    ),
    userId: z.optional(userId),
    data: z.optional(z.unknown()),
  }),
  /** Connections of this node that it was sent to. */
  data: z.object({ type: z.string(), clients: wholeNumber() }),
  errors: authErrors,
  samples: { body: { type: "notification", data: { message: "Hello!" } }, data: { type: "notification", clients: 1 } },
});
