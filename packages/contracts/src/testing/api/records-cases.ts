import { sampleUsers } from "../../auth/user.ts";
import { authErrors } from "../../control/auth-errors.ts";
import { sampleRecord } from "../../records/record.ts";
import { type ApiCase, fieldOf, refused } from "./api-case.ts";

const { ada } = sampleUsers;
const forbidden = refused(authErrors[403]);

/** What every server of the records does, and every mock of one. */
export const recordsApiCases: readonly ApiCase[] = [
  {
    title: "a record is made, changed by its owner and by an admin, and exists for nobody else",
    steps: [
      {
        as: "ada",
        request: "POST /api/records",
        send: { title: "Blood test" },
        status: 201,
        body: {
          message: "Record created",
          data: { userId: ada.id, title: "Blood test", visibility: "owner", revision: 1 },
        },
      },
      {
        as: "ada",
        request: (made) => `PATCH /api/records/${fieldOf(made, "data", "id")}`,
        send: { title: "Blood test, again" },
        status: 200,
        body: { message: "Record updated", data: { title: "Blood test, again", revision: 2 } },
      },
      {
        as: "admin",
        request: (made) => `PATCH /api/records/${fieldOf(made, "data", "id")}`,
        send: { details: "Fine" },
        status: 200,
        body: { data: { details: "Fine", revision: 3 } },
      },
      {
        as: "grace",
        request: (made) => `PATCH /api/records/${fieldOf(made, "data", "id")}`,
        send: { title: "Mine" },
        status: 404,
        body: refused("Record not found"),
      },
      { as: "ada", request: "PATCH /api/records/nothing", send: { title: "x" }, status: 404 },
    ],
  },
  {
    title: "S21: a record without a title, and a change of nothing that is known, are refused",
    steps: [
      { as: "ada", request: "POST /api/records", send: {}, status: 400, body: refused("title is required") },
      {
        as: "ada",
        request: `PATCH /api/records/${sampleRecord.id}`,
        send: { colour: "red" },
        status: 400,
        body: { success: false },
      },
      { request: "POST /api/records", send: { title: "x" }, status: 401, body: refused(authErrors[401]) },
    ],
  },
  {
    title: "admins prescribe to users who are there, and move prescriptions on",
    steps: [
      {
        as: "ada",
        request: "POST /api/prescriptions",
        send: { userId: ada.id, medication: "Ibuprofen" },
        status: 403,
        body: forbidden,
      },
      {
        as: "admin",
        request: "POST /api/prescriptions",
        send: { userId: "nobody", medication: "Ibuprofen" },
        status: 404,
        body: refused("There is no such user"),
      },
      {
        as: "admin",
        request: "POST /api/prescriptions",
        send: { userId: ada.id, medication: "Ibuprofen" },
        status: 201,
        body: { message: "Prescription created", data: { userId: ada.id, status: "pending" } },
      },
      {
        as: "admin",
        request: (...earlier) => `PATCH /api/prescriptions/${fieldOf(earlier.at(-1), "data", "id")}/status`,
        send: { status: "ready" },
        status: 200,
        body: { message: "Prescription status updated", data: { status: "ready" } },
      },
      {
        as: "admin",
        request: "PATCH /api/prescriptions/nothing/status",
        send: { status: "ready" },
        status: 404,
        body: refused("Prescription not found"),
      },
      { as: "ada", request: "GET /api/prescriptions?scope=all", status: 403, body: forbidden },
    ],
  },
  {
    title: "an appointment is moved by its owner, and exists for nobody else",
    steps: [
      {
        as: "ada",
        request: "POST /api/appointments",
        send: { title: "Dentist", startsAt: "2126-02-26T09:00:00.000Z" },
        status: 201,
        body: { message: "Appointment created", data: { userId: ada.id, title: "Dentist" } },
      },
      {
        as: "ada",
        request: (made) => `PATCH /api/appointments/${fieldOf(made, "data", "id")}`,
        send: { startsAt: "2126-02-27T09:00:00.000Z" },
        status: 200,
        body: { message: "Appointment updated", data: { startsAt: "2126-02-27T09:00:00.000Z" } },
      },
      {
        as: "grace",
        request: (made) => `PATCH /api/appointments/${fieldOf(made, "data", "id")}`,
        send: { startsAt: "2126-02-27T09:00:00.000Z" },
        status: 404,
        body: refused("Appointment not found"),
      },
    ],
  },
  {
    title: "test events are for admins to send, of a known name or one of their own",
    steps: [
      { as: "ada", request: "POST /events/test", send: { type: "notification", data: { message: "x" } }, status: 403 },
      {
        as: "admin",
        request: "POST /events/test",
        send: { type: "backup.finished", data: { tables: 7 } },
        status: 200,
        body: { data: { type: "backup.finished", clients: 0 }, message: "Test event sent" },
      },
      {
        as: "admin",
        request: "POST /events/test",
        send: { type: "record.vanished", data: {} },
        status: 400,
        body: { success: false },
      },
    ],
  },
];
