import { createTimes, machineTime, ToneIcon } from "@tidings/react-sse/components";
import { Eraser } from "lucide-react";
import type { ReactNode } from "react";
import { type LoggedEvent, toneOf } from "./event-log.ts";

interface EventLogPanelProps {
  readonly lines: readonly LoggedEvent[];
  onClear(): void;
}

const clock = createTimes({ timeStyle: "medium" });

/** What came down the stream, newest first, as it came. */
export function EventLogPanel({ lines, onClear }: EventLogPanelProps): ReactNode {
  return (
    <section className="tidings-panel tidings-stack" aria-labelledby="sse-log">
      <div className="tidings-cluster" data-spread>
        <h2 id="sse-log" className="tidings-subheading">
          Messages
        </h2>
        <button
          type="button"
          className="tidings-button"
          data-variant="quiet"
          data-size="small"
          aria-disabled={lines.length === 0}
          onClick={onClear}
        >
          <Eraser aria-hidden size="1em" />
          <span>Clear</span>
        </button>
      </div>
      {lines.length === 0 ? (
        <p className="tidings-meta">Nothing yet. Send something, here or in another tab.</p>
      ) : (
        <ol className="demo-log" aria-label="Messages, newest first">
          {lines.map((line) => (
            <li key={line.key} data-event={line.event}>
              <span className="tidings-badge" data-tone={toneOf(line)}>
                <ToneIcon tone={toneOf(line)} />
                <span>{line.event}</span>
              </span>
              <time className="tidings-meta tidings-amount" dateTime={machineTime(line.at)}>
                {clock(line.at)}
              </time>
              {line.id !== undefined && <span className="tidings-meta tidings-code">{line.id}</span>}
              <code className="tidings-code">{JSON.stringify(line.data)}</code>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
