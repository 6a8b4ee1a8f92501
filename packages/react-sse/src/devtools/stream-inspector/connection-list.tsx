"use client";

import type { ReactNode } from "react";
import { clockTime } from "../../format/clock-time.ts";
import { inFigures } from "../../format/numbers.ts";
import type { TappedConnection } from "../tapped-connection.ts";
import { tapLabels } from "./tap-labels.ts";

interface ConnectionListProps {
  /** Oldest first, as the tap has them; shown the other way round. */
  readonly connections: readonly TappedConnection[];
  /** The one whose blocks are shown. */
  readonly shown: TappedConnection | undefined;
  onChoose(id: number): void;
}

/** Every connection that was tapped: how it fares, what it asked for, when, and how much came. */
export function ConnectionList({ connections, shown, onChoose }: ConnectionListProps): ReactNode {
  return (
    <ul data-slot="tap-connections" aria-label="Connections">
      {[...connections].reverse().map((connection) => {
        const words = tapLabels(connection);
        return (
          <li key={connection.id}>
            <button
              type="button"
              data-slot="tap-connection"
              data-status={connection.state}
              data-tone={words.tone}
              aria-current={connection === shown ? "true" : undefined}
              onClick={() => onChoose(connection.id)}
            >
              <span data-slot="tap-state">
                <words.Icon />
                <span>{words.text}</span>
              </span>
              <span data-slot="tap-address">{connection.address}</span>
              <span data-slot="tap-meta">{summary(connection)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function summary({ startedAt, lastEventId, received, bytes }: TappedConnection): string {
  const resumed = lastEventId === undefined ? [] : [`after ${lastEventId}`];
  const blocks = received === 1 ? "1 block" : `${inFigures(received)} blocks`;
  return [clockTime(startedAt).slice(0, 8), ...resumed, blocks, size(bytes)].join(" · ");
}

function size(bytes: number): string {
  return bytes < 10_000 ? `${inFigures(bytes)} B` : `${inFigures(Math.round(bytes / 1_000))} kB`;
}
