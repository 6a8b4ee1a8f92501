import { type SSEHookResult, useSSE } from "@tidings/react-sse";
import { ConnectionIndicator, type ConnectionView } from "@tidings/react-sse/components";
import { Plug, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { Page } from "../layout/page.tsx";
import { useUser } from "../session/use-user.ts";
import { useEventLog } from "./event-log.ts";
import { EventLogPanel } from "./event-log-panel.tsx";
import { SendForm } from "./send-form.tsx";
import { StatsPanel } from "./stats-panel.tsx";
import { useStats } from "./use-stats.ts";

/** The demo page of brief 003: open it in several tabs, send, watch, disconnect and connect again. */
export function SSEDemoPage(): ReactNode {
  const user = useUser();
  const sse = useSSE();
  const { lines, clear } = useEventLog(sse.addEventListener);
  const isAdmin = user.role === "admin";
  const { refresh, ...stats } = useStats(isAdmin);
  const isOn = sse.isConnected || sse.isConnecting;
  return (
    <Page
      title="SSE demo"
      lead="Open this page in several tabs, send an event from one and watch it arrive in the others."
      aside={
        <div className="tidings-cluster">
          <ConnectionIndicator status={viewOf(sse)} />
          <button type="button" className="tidings-button" onClick={isOn ? sse.disconnect : sse.connect}>
            {isOn ? <Unplug aria-hidden size="1em" /> : <Plug aria-hidden size="1em" />}
            <span>{isOn ? "Disconnect" : "Connect"}</span>
          </button>
        </div>
      }
    >
      <div className="demo-alerts" role="alert">
        {sse.error !== null && (
          <div className="tidings-notice" data-tone="warning">
            <Unplug aria-hidden />
            <p>{sse.error}</p>
          </div>
        )}
      </div>
      <div className="tidings-columns">
        <SendForm user={user} onSent={refresh} />
        <div className="tidings-stack" data-gap="loose">
          <EventLogPanel lines={lines} onClear={clear} />
          <StatsPanel mayLook={isAdmin} {...stats} onRefresh={refresh} />
        </div>
      </div>
    </Page>
  );
}

/** The page shows what `useSSE` says and nothing else, so that disconnecting lets go of the stream. */
function viewOf({ isConnected, isConnecting, reconnectAttempts }: SSEHookResult): ConnectionView {
  const rest = { attempt: reconnectAttempts, retryAt: undefined } as const;
  if (isConnected) return { state: "open", freshness: "live", ...rest };
  if (!isConnecting) return { state: "idle", freshness: "stale", ...rest };
  return { state: reconnectAttempts === 0 ? "connecting" : "reconnecting", freshness: "stale", ...rest };
}
