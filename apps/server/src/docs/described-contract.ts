import type { AnyEndpoint } from "@tidings/contracts";
import * as admin from "@tidings/contracts/admin-orders";
import * as auth from "@tidings/contracts/auth";
import * as chat from "@tidings/contracts/chat";
import * as notifications from "@tidings/contracts/notifications";
import * as orders from "@tidings/contracts/orders";
import * as records from "@tidings/contracts/records";

/** A part of the contract, and the heading that its documents have. */
export interface Domain {
  readonly name: string;
  readonly description: string;
  /** Everything that the part exports. */
  readonly exports: Readonly<Record<string, unknown>>;
}

/** The parts of the contract, in the order that the documents show them. */
export const domains: readonly Domain[] = [
  { name: "auth", description: "Signing in and out, and tickets for streams", exports: auth },
  { name: "orders", description: "A user's orders, and their status as it changes", exports: orders },
  { name: "admin", description: "Everyone's orders, for admins", exports: admin },
  { name: "chat", description: "Conversations: messages, typing, presence", exports: chat },
  { name: "notifications", description: "Notifications, progress and custom events", exports: notifications },
  { name: "records", description: "Records, prescriptions, appointments and their events", exports: records },
];

/** An endpoint and the part of the contract that it belongs to. */
export interface DescribedEndpoint {
  readonly domain: string;
  readonly endpoint: AnyEndpoint;
}

/** Every endpoint of the contract: an endpoint that is exported is documented. */
export const endpoints: readonly DescribedEndpoint[] = domains.flatMap(({ name, exports }) =>
  Object.values(exports)
    .filter(isEndpoint)
    .map((endpoint) => ({ domain: name, endpoint })),
);

/** The name of the part of the contract that exports something. */
export function domainOf(exported: unknown): string | undefined {
  return domains.find(({ exports }) => Object.values(exports).includes(exported))?.name;
}

/** Of all that the contract exports only endpoints have words for failing statuses and a status of success. */
function isEndpoint(exported: unknown): exported is AnyEndpoint {
  return typeof exported === "object" && exported !== null && "kind" in exported && exported.kind === "endpoint";
}
