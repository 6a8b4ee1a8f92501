import "@tidings/react-sse/devtools.css";
import { StreamInspector, type StreamTap } from "@tidings/react-sse/devtools";
import type { ReactNode } from "react";
import { useSessionState } from "../session/session-context.ts";
import { userIdIn } from "./forget-between-users.ts";
import { hasOwnStreams, openOwnStreams } from "./own-streams.ts";

/** The inspector, in a file of its own so that only those who look at it load it. */
export function RawStreamPanel({ tap }: { readonly tap: StreamTap }): ReactNode {
  const state = useSessionState();
  // Another user, another panel: one that was paused would still hold the picture of the last one.
  return (
    <StreamInspector
      key={userIdIn(state)}
      tap={tap}
      className="demo-raw-panel"
      onOpenOwn={state.status === "signed-in" && !hasOwnStreams() ? openOwnStreams : undefined}
    />
  );
}
