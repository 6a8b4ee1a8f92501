"use client";

import type { ReactNode } from "react";
import type { TappedBlock, TappedConnection } from "../tapped-connection.ts";
import { useFollowEnd } from "./use-follow-end.ts";
import { WireBlock } from "./wire-block.tsx";

interface WireLogProps {
  readonly connection: TappedConnection | undefined;
  /** Those of its blocks that are to be seen. */
  readonly blocks: readonly TappedBlock[];
  readonly pretty: boolean;
}

/**
 * What came over one connection, the newest last and in view. No live region, because a screen reader would read out
 * every block; it can be read with the keyboard.
 */
export function WireLog({ connection, blocks, pretty }: WireLogProps): ReactNode {
  const { box, following, onScroll, follow } = useFollowEnd<HTMLElement>();
  return (
    <div data-slot="wire-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <section ref={box} data-slot="wire-log" aria-label="What came over the wire" tabIndex={0} onScroll={onScroll}>
        {blocks.length === 0 ? (
          <p data-slot="wire-empty">{emptyWords(connection)}</p>
        ) : (
          <ol data-slot="wire-blocks">
            {blocks.map((block) => (
              <WireBlock key={block.number} block={block} pretty={pretty} />
            ))}
          </ol>
        )}
      </section>
      {!following && (
        <button type="button" className="tidings-button" data-slot="wire-follow" data-size="small" onClick={follow}>
          Jump to latest
        </button>
      )}
    </div>
  );
}

function emptyWords(connection: TappedConnection | undefined): string {
  if (!connection) {
    return "Nothing yet. The next stream that this tab opens appears here, byte for byte.";
  }
  if (connection.blocks.length > 0) return "Nothing of this kind among the newest blocks.";
  if (connection.received > 0) return "Cleared. New blocks appear here.";
  if (connection.state === "connecting") return "Request sent; no response yet.";
  if (connection.state === "refused") return "The response was not a stream, so there is nothing to show.";
  return connection.endedAt === undefined ? "Open; no data yet." : "Nothing was received.";
}
