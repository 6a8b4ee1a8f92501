import * as adminOrders from "./admin-orders/index.ts";
import * as auth from "./auth/index.ts";
import * as chat from "./chat/index.ts";
import type { AnyEndpoint } from "./definition/endpoint.ts";
import type { AnyStream } from "./definition/stream.ts";
import * as notifications from "./notifications/index.ts";
import * as orders from "./orders/index.ts";
import * as records from "./records/index.ts";

/** A part of the contract, and the heading that its documents have. */
export interface Domain {
  readonly name: string;
  readonly description: string;
  /** Everything that the part exports. */
  readonly exports: Readonly<Record<string, unknown>>;
}

/**
 * Every part of the contract, in the order that documents show them. The server, its documents and the tests of samples
 * read this list: a new domain is a line here. It imports the whole contract, so a page should import only the domains
 * that it needs.
 */
export const domains: readonly Domain[] = [
  { name: "auth", description: "Signing in and out, and tickets for streams", exports: auth },
  { name: "orders", description: "A user's orders, and their status as it changes", exports: orders },
  { name: "admin-orders", description: "Everyone's orders, for admins", exports: adminOrders },
  { name: "chat", description: "Conversations: messages, typing, presence", exports: chat },
  { name: "notifications", description: "Notifications, progress and custom events", exports: notifications },
  { name: "records", description: "Records, prescriptions, appointments and their events", exports: records },
];

/** An endpoint and the part of the contract that it belongs to. */
export interface DomainEndpoint {
  readonly domain: string;
  readonly endpoint: AnyEndpoint;
}

/** Every endpoint of the contract: one that a domain exports is served, documented and tested. */
export const endpoints: readonly DomainEndpoint[] = domains.flatMap(({ name, exports }) =>
  Object.values(exports)
    .filter((exported) => isKind<AnyEndpoint>(exported, "endpoint"))
    .map((endpoint) => ({ domain: name, endpoint })),
);

/** Every stream of the contract: one that a domain exports is served, counted, documented and tested. */
export const streams: readonly AnyStream[] = domains.flatMap(({ exports }) =>
  Object.values(exports).filter((exported) => isKind<AnyStream>(exported, "stream")),
);

function isKind<Definition extends { readonly kind: string }>(
  exported: unknown,
  kind: Definition["kind"],
): exported is Definition {
  return typeof exported === "object" && exported !== null && "kind" in exported && exported.kind === kind;
}
