import type { AnyStream } from "@tidings/contracts";
import { adminOrdersStream } from "@tidings/contracts/admin-orders";
import { chatStream } from "@tidings/contracts/chat";
import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { recordsStream } from "@tidings/contracts/records";

/** The streams of the contract that this server serves. */
export const servedStreams: readonly AnyStream[] = [
  ordersStream,
  adminOrdersStream,
  chatStream,
  notificationsStream,
  recordsStream,
];
