import type { AnyStream } from "@tidings/contracts";
import type { DecodedEvent } from "@tidings/wire";
import type { Connection, ConnectionState } from "../connection/connection.ts";
import type { LatestStates } from "./latest-states.ts";
import type { TabMessage } from "./message.ts";
import type { RecentFrames } from "./recent-frames.ts";

/** What a tab is to the others at the moment: the leader, with the connection, or a follower of it. */
export interface Role extends Omit<Connection, "start"> {
  /** Called once the role is assigned, because a listener may close it during its first messages. */
  begin(): void;
  onMessage(message: TabMessage): void;
  /** The page is seen again: a clock may have stood still (C8.2). */
  check(): void;
}

/** What every role needs. */
export interface RoleOptions {
  /** The stream: its greeting is known by its name. */
  readonly definition: Pick<AnyStream, "events" | "greeting">;
  /** Names this tab to the others. */
  readonly id: string;
  /** Everything up to here is known. */
  readonly from: string;
  readonly recent: RecentFrames;
  readonly states: LatestStates;
  post(message: TabMessage): void;
  onChange(state: ConnectionState): void;
  onEvent(event: DecodedEvent): void;
}
