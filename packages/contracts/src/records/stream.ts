import * as z from "zod/mini";
import { authErrors } from "../control/auth-errors.ts";
import { annotate } from "../definition/annotate.ts";
import { defineEvent, type Tone } from "../definition/event.ts";
import { defineStream } from "../definition/stream.ts";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";
import { sampleAppointment } from "./appointment.ts";
import { listRecords } from "./endpoints.ts";
import { eventFilterIssue } from "./event-filter.ts";
import { prescriptionStatus, prescriptionStatusTone, samplePrescription } from "./prescription.ts";
import { record, sampleRecord } from "./record.ts";

const created = defineEvent({
  description: "A record was created",
  schema: record,
  delivery: { durable: true },
  display: ({ title }) => ({ tone: "info", announce: "polite", summary: `New record: ${title}` }),
  samples: { valid: [sampleRecord], invalid: [{ ...sampleRecord, visibility: "some" }, { id: "1" }] },
});

const updated = defineEvent({
  description: "A record changed",
  schema: z.extend(record, {
    /** The names of the fields that changed, where the publisher knows them. */
    changes: z.optional(z.array(z.string())),
  }),
  delivery: { durable: true },
  display: ({ title }) => ({ tone: "info", announce: "off", summary: `Record changed: ${title}` }),
  samples: {
    valid: [{ ...sampleRecord, revision: 2, changes: ["title"] }],
    invalid: [{ ...sampleRecord, revision: "2" }],
  },
});

const severityTone = {
  info: "info",
  warning: "warning",
  error: "danger",
  critical: "danger",
} as const satisfies Record<string, Tone>;

const alert = defineEvent({
  description: "Something that everyone should know",
  schema: z.object({
    message: z.string(),
    severity: z.enum(["info", "warning", "error", "critical"]),
    data: z.optional(z.record(z.string(), z.unknown())),
    timestamp: time("timestamp"),
  }),
  delivery: { durable: true },
  display: ({ message, severity }) => ({
    tone: severityTone[severity],
    announce: severityTone[severity] === "danger" ? "assertive" : "polite",
    summary: message,
  }),
  samples: {
    valid: [
      {
        message: "Database backup complete",
        severity: "info",
        data: { duration: "5 min" },
        timestamp: "2026-02-26T05:00:00.000Z",
      },
    ],
    invalid: [{ message: "Error occurred", severity: "fatal", timestamp: "2026-02-26T05:00:00.000Z" }],
  },
});

const notification = defineEvent({
  description: "Something for a person to read",
  schema: z.looseObject({ title: z.optional(z.string()), message: z.optional(z.string()) }),
  delivery: { durable: true },
  display: ({ title, message }) => ({
    tone: "info",
    announce: "polite",
    summary: [title, message].filter(Boolean).join(": ") || "New notification",
  }),
  samples: {
    valid: [{ title: "Lab results", message: "Your results are in" }],
    invalid: [{ title: 7 }, "Lab results"],
  },
});

const statusChanged = defineEvent({
  description: "A prescription of the user has another status",
  schema: z.object({
    prescriptionId: z.string(),
    userId: z.string(),
    medication: z.string(),
    status: prescriptionStatus,
    /** What it was before; null for a new one. */
    previousStatus: z.nullable(prescriptionStatus),
    revision: wholeNumber(),
  }),
  delivery: { durable: true },
  display: ({ medication, status }) => ({
    tone: prescriptionStatusTone[status],
    announce: "polite",
    summary: `${medication} is ${status}`,
  }),
  samples: {
    valid: [
      {
        prescriptionId: samplePrescription.id,
        userId: samplePrescription.userId,
        medication: samplePrescription.medication,
        status: "ready",
        previousStatus: "approved",
        revision: 2,
      },
    ],
    invalid: [{ prescriptionId: samplePrescription.id, status: "lost" }],
  },
});

const reminder = defineEvent({
  description: "An appointment of the user is near",
  schema: z.object({
    appointmentId: z.string(),
    userId: z.string(),
    title: z.string(),
    location: z.string(),
    startsAt: time("startsAt"),
    remindMinutes: wholeNumber(),
  }),
  delivery: { durable: true },
  display: ({ title, startsAt }) => ({
    tone: "warning",
    announce: "polite",
    summary: `${title} at ${new Date(startsAt).toISOString().slice(11, 16)} UTC`,
  }),
  samples: {
    valid: [
      {
        appointmentId: sampleAppointment.id,
        userId: sampleAppointment.userId,
        title: sampleAppointment.title,
        location: sampleAppointment.location,
        startsAt: sampleAppointment.startsAt,
        remindMinutes: 60,
      },
    ],
    invalid: [{ appointmentId: sampleAppointment.id }],
  },
});

/** `GET /events/stream?events=a,b`: what concerns the user's records, prescriptions and appointments, and everyone. */
export const recordsStream = defineStream({
  name: "records",
  path: "/events/stream",
  summary: "Records, prescriptions, appointments, alerts and custom events",
  access: "user",
  query: z.strictObject({
    /** Names of events, separated by commas; all of them without it. */
    events: z.optional(
      z.string().check(
        annotate({ description: "Names of events, separated by commas; all of them without it" }),
        z.maxLength(1000),
        z.refine((events) => eventFilterIssue(events) === undefined, {
          error: ({ input }) => eventFilterIssue(String(input)) ?? "events cannot be read",
        }),
      ),
    ),
  }),
  greeting: {
    fields: {
      message: z.literal("Connected to the event stream"),
      userId: z.string(),
      /** The names of `?events=`; null without a filter. */
      events: z.nullable(z.array(z.string())),
      timestamp: time("timestamp"),
    },
    samples: {
      valid: [
        {
          message: "Connected to the event stream",
          userId: sampleRecord.userId,
          events: ["notification", "system.alert"],
          timestamp: "2026-02-26T05:00:00.000Z",
        },
      ],
      invalid: [{ message: "hello" }],
    },
  },
  events: {
    "record.created": created,
    "record.updated": updated,
    "system.alert": alert,
    notification,
    "prescription.statusChanged": statusChanged,
    "appointment.reminder": reminder,
  },
  custom: z.unknown(),
  snapshot: listRecords,
  errors: { 403: authErrors[403] },
});
