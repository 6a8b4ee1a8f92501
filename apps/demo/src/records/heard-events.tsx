import type { ClientError } from "@tidings/client";
import { recordsStream } from "@tidings/contracts/records";
import { useConnectionStatus, useStream } from "@tidings/react-sse";
import { ConnectionIndicator, createTimes, machineTime, WarningIcon } from "@tidings/react-sse/components";
import { type ReactNode, useEffect, useState } from "react";

/** Lines kept; what came before is gone. */
const KEPT = 20;

const clock = createTimes({ timeStyle: "medium" });

interface Heard {
  readonly key: number;
  readonly event: string;
  readonly data: unknown;
  readonly at: number;
}

/** What comes down a stream with `?events=`, as it comes; or why the server refuses it. */
export function HeardEvents({ events }: { readonly events: string }): ReactNode {
  const query = { events };
  const stream = useStream(recordsStream, { query });
  const status = useConnectionStatus(recordsStream, { query });
  const [heard, setHeard] = useState<readonly Heard[]>([]);

  useEffect(
    () =>
      stream?.onAny(({ event, data }) => {
        if (event === "connected") return;
        setHeard((before) =>
          [{ key: (before[0]?.key ?? 0) + 1, event, data, at: Date.now() }, ...before].slice(0, KEPT),
        );
      }),
    [stream],
  );

  const refused = status.state === "closed" ? status.error : undefined;
  return (
    <div className="tidings-stack" data-gap="tight">
      <div className="tidings-cluster" data-spread>
        <p className="tidings-code demo-wrap">{`?events=${events}`}</p>
        <ConnectionIndicator status={status} compact />
      </div>
      <div className="demo-alerts" role="alert">
        {refused && (
          <div className="tidings-notice" data-tone="danger">
            <WarningIcon />
            <p>{whyRefused(refused)}</p>
          </div>
        )}
      </div>
      {!refused && heard.length === 0 && (
        <p className="tidings-meta">Nothing yet. Matching events appear here as they arrive.</p>
      )}
      <div role="log" aria-label="Events heard, newest first">
        <ol className="demo-heard">
          {heard.map(({ key, event, data, at }) => (
            <li key={key} data-event={event}>
              <span className="tidings-code">{event}</span>
              <time className="tidings-meta tidings-amount" dateTime={machineTime(at)}>
                {clock(at)}
              </time>
              <code className="tidings-code demo-wrap">{JSON.stringify(data)}</code>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function whyRefused({ status, errors, message }: ClientError): string {
  const where = status === undefined ? "" : ` (${status})`;
  return `The server refused this${where}: ${errors.length > 0 ? errors.join(". ") : message}.`;
}
