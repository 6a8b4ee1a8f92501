import type { ResumeOutcome } from "@tidings/contracts";
import { isPosition } from "../position.ts";
import type { ResumePoint } from "../transport/transport.ts";

/** Where a stream stands across its connections: the id that the next of them goes on after (C2, D2.4). */
export interface ResumePosition {
  readonly lastEventId: string;
  /** Whether this connection brought the stream further than it was asked to go on after. */
  readonly hasAdvanced: boolean;
  /** The stream begins after a snapshot's position; `""` for none. */
  start(snapshotPosition: string): void;
  /** A connection is made now. Returns what it asks for. */
  forRequest(): ResumePoint;
  /** An event, or an `id` line by itself, left this id in force on the wire. */
  onWire(id: string): void;
  /** The greeting told where the stream stands. */
  greeted(facts: { readonly resume: ResumeOutcome; readonly position: string }): void;
}

/** Makes the {@link ResumePosition} of a stream that was never connected. */
export function createResumePosition(): ResumePosition {
  let snapshotPosition = "";
  let lastEventId = "";
  /** The id in force on the wire of this connection; a greeting may have moved {@link lastEventId} past it. */
  let idOnWire = "";
  let resumedAfter = "";
  return {
    get lastEventId() {
      return lastEventId;
    },
    get hasAdvanced() {
      return lastEventId !== resumedAfter;
    },
    start(position) {
      snapshotPosition = lastEventId = position;
    },
    forRequest() {
      idOnWire = resumedAfter = lastEventId;
      return { lastEventId, fromSnapshot: snapshotPosition !== "" && lastEventId === snapshotPosition };
    },
    onWire(id) {
      // Events without an id repeat the last one, which must not take back what a greeting said.
      if (id !== idOnWire) lastEventId = idOnWire = id;
    },
    greeted({ resume, position }) {
      // A greeting without an id of its own still says where the stream stands. On "complete" missed events are yet to
      // come, and only their ids may move the position.
      if (resume !== "complete" && position !== "" && isPosition(position)) lastEventId = position;
    },
  };
}
