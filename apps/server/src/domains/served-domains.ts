import { createAdminOrders } from "./admin-orders/index.ts";
import { createChat } from "./chat/index.ts";
import type { CreateDomain } from "./domain.ts";
import { createNotifications } from "./notifications/index.ts";
import { createOrders } from "./orders/index.ts";
import { createRecords } from "./records/index.ts";

/**
 * The domains that the server serves: a new one is a line here. Routes are mounted in this order, and the events of one
 * change are published in this order. Chat stands before the notifications because both are at `/api/sse`: chat takes
 * the requests that name a conversation, the notifications take the rest.
 */
export const servedDomains: readonly CreateDomain[] = [
  createOrders,
  createAdminOrders,
  createChat,
  createNotifications,
  createRecords,
];
