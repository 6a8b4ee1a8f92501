import { sampleUsers } from "../../auth/user.ts";
import { authErrors } from "../../control/auth-errors.ts";
import { type ApiCase, refused } from "./api-case.ts";

const { ada, grace } = sampleUsers;
const demo = "POST /api/sse/demo";
const forbidden = refused(authErrors[403], "Send to yourself, or sign in as an admin");
const sent = { success: true, data: { clients: 0 }, message: "Notification sent" };

/** What every server of the notifications does, and every mock of one. */
export const notificationsApiCases: readonly ApiCase[] = [
  {
    title: "a user sends demos to themselves and to nobody else",
    steps: [
      { as: "ada", request: demo, send: { type: "success", message: "Saved" }, status: 200, body: sent },
      { as: "ada", request: demo, send: { type: "user", message: "Hello", userId: ada.id }, status: 200, body: sent },
      {
        as: "ada",
        request: demo,
        send: { type: "success", message: "Saved", userId: grace.id },
        status: 403,
        body: forbidden,
      },
      { as: "ada", request: demo, send: { type: "broadcast", message: "All" }, status: 403, body: forbidden },
      { request: demo, send: { type: "success", message: "Saved" }, status: 401, body: refused(authErrors[401]) },
    ],
  },
  {
    title: "an admin sends demos to anyone and to everyone",
    steps: [
      { as: "admin", request: demo, send: { type: "broadcast", message: "All" }, status: 200, body: sent },
      { as: "admin", request: demo, send: { type: "success", message: "Saved", userId: grace.id }, status: 200 },
    ],
  },
  {
    title: "S21: a demo of no known type or with a field too many is refused",
    steps: [
      { as: "ada", request: demo, send: { type: "rumour", message: "?" }, status: 400, body: { success: false } },
      {
        as: "ada",
        request: demo,
        send: { type: "success", message: "!", loud: 1 },
        status: 400,
        body: { success: false },
      },
      { as: "ada", request: demo, send: { message: "Saved" }, status: 400, body: { success: false } },
    ],
  },
  {
    title: "the statistics are for admins, bare beside their data",
    steps: [
      { as: "ada", request: "GET /api/sse/stats", status: 403, body: refused(authErrors[403]) },
      {
        as: "admin",
        request: "GET /api/sse/stats",
        status: 200,
        body: { success: true, totalClients: 0, data: { totalClients: 0, clientsByUser: {} } },
      },
    ],
  },
];
