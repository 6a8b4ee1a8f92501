import type { Revocations } from "@tidings/admission";
import type { Hub, HubReport } from "@tidings/hub";
import type { Notify } from "@tidings/notify";
import type { ChangeHandlers } from "@tidings/outbox";
import type { Logger } from "pino";
import type { UserRepository } from "../auth/user-repository.ts";
import type { Config } from "../config.ts";
import type { RouteContext } from "../http/route-context.ts";
import type { OnUnreadable } from "../store/rows.ts";
import type { Store } from "../store/store.ts";
import type { ReadSnapshot } from "./read-snapshot.ts";

/** What every domain is built on. It knows no domain. */
export interface Core {
  readonly config: Config;
  readonly logger: Logger;
  /** The rows of all domains. */
  readonly store: Store;
  readonly hub: Hub;
  readonly notify: Notify;
  readonly users: Pick<UserRepository, "find">;
  /** Ends all streams that listen to a topic, on every node, because the right to it is gone. */
  readonly endTopic: Revocations["endTopic"];
  /** Called for each row that a repository leaves out of an answer. */
  readonly onUnreadable: OnUnreadable;
  /**
   * Relays committed changes. Call it after a write, without waiting; it never rejects. Do not call it before `start`.
   */
  readonly catchUp: () => Promise<void>;
  readonly readSnapshot: ReadSnapshot;
}

/** A part of the server: its routes, and what it does when the server starts, runs and stops. */
export interface Domain extends ChangeHandlers {
  /** Mounts its endpoints and streams. Called once. */
  serve(context: RouteContext): void;
  /** Gets the hub's reports about connections, also of other streams. */
  onHubReport?(report: HubReport): void;
  /** Fills an empty database for development. The demo users are there already. */
  seed?(): Promise<void>;
  /** Called before the server listens and before committed changes are relayed. */
  start?(): Promise<void>;
  /** Called once, when the streams have ended and before the relay stops. Must leave no timer. What it throws is logged. */
  close?(): void;
}

/** Makes a domain. Nothing is relayed and no reader connects before it returns. */
export type CreateDomain = (core: Core) => Domain;
