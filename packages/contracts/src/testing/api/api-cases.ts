import { adminOrdersApiCases } from "./admin-orders-cases.ts";
import type { ApiCase } from "./api-case.ts";
import { authApiCases } from "./auth-cases.ts";
import { chatApiCases } from "./chat-cases.ts";
import { notificationsApiCases } from "./notifications-cases.ts";
import { ordersApiCases } from "./orders-cases.ts";
import { recordsApiCases } from "./records-cases.ts";

/**
 * One suite a domain: rights, refusals and pages of its endpoints. The real server and the mocks pass the same, so that
 * a page which works on the mocks works on the server. `playApiCase` plays one.
 */
export const apiCases: Readonly<Record<string, readonly ApiCase[]>> = {
  auth: authApiCases,
  orders: ordersApiCases,
  "admin-orders": adminOrdersApiCases,
  notifications: notificationsApiCases,
  records: recordsApiCases,
  chat: chatApiCases,
};
