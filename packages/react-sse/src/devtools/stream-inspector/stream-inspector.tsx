"use client";

import { type ComponentProps, type ReactNode, useId, useMemo, useState, useSyncExternalStore } from "react";
import { InfoIcon } from "../../components/shared/icons.tsx";
import { inFigures } from "../../format/numbers.ts";
import type { StreamTap } from "../stream-tap.ts";
import type { TappedConnection } from "../tapped-connection.ts";
import { type BlockFilter, offeredEvents, passes } from "./block-filter.ts";
import { ConnectionList } from "./connection-list.tsx";
import { InspectorToolbar } from "./inspector-toolbar.tsx";
import { WireLog } from "./wire-log.tsx";

/** Props of {@link StreamInspector}; everything else goes to its `<section>`. */
export interface StreamInspectorProps extends Omit<ComponentProps<"section">, "children"> {
  readonly tap: StreamTap;
  /**
   * For pages whose tabs share their streams: makes this tab open streams of its own. While the tap sees no stream, the
   * panel says that another tab may hold them and offers a button that calls this (C28).
   */
  readonly onOpenOwn?: (() => void) | undefined;
}

const nothing: readonly TappedConnection[] = [];

/**
 * Shows the raw text of a page's streams: every connection and its blocks. Pausing stops the display, not the stream.
 * It renders at most once a frame (C15) and ten times a second. It needs `styles.css` and `devtools.css`; the page sets
 * its height (`block-size`).
 *
 * @example
 * const tap = createStreamTap();
 * const client = createClient({ host: { fetch: tap.fetch } });
 * <StreamInspector tap={tap} />
 */
export function StreamInspector({ tap, onOpenOwn, ...rest }: StreamInspectorProps): ReactNode {
  const titleId = useId();
  const live = useSyncExternalStore(tap.subscribe, tap.getSnapshot, () => nothing);
  const [held, setHeld] = useState<readonly TappedConnection[]>();
  const [chosen, setChosen] = useState<number>();
  const [filter, setFilter] = useState<BlockFilter>("everything");
  const [pretty, setPretty] = useState(false);

  const connections = held ?? live;
  const shown = connections.find(({ id }) => id === chosen) ?? connections.findLast(isAlive) ?? connections.at(-1);
  const kept = shown?.blocks;
  const blocks = useMemo(() => (kept ?? []).filter((block) => passes(filter, block)), [kept, filter]);
  const names = useMemo(() => offeredEvents(kept ?? [], filter), [kept, filter]);
  return (
    <section data-slot="stream-inspector" data-status={held ? "paused" : "live"} aria-labelledby={titleId} {...rest}>
      <header data-slot="inspector-header">
        <h2 id={titleId} className="tidings-subheading">
          Raw stream
        </h2>
        <p className="tidings-meta">{held ? pausedWords(held, live) : liveWords(live)}</p>
      </header>
      {onOpenOwn && !live.some(isAlive) && <HeldElsewhere onOpenOwn={onOpenOwn} />}
      {connections.length > 0 && <ConnectionList connections={connections} shown={shown} onChoose={setChosen} />}
      <InspectorToolbar
        blocks={blocks}
        names={names}
        filter={filter}
        onFilter={setFilter}
        paused={held !== undefined}
        onPause={() => setHeld(held ? undefined : live)}
        pretty={pretty}
        onPretty={() => setPretty(!pretty)}
        onClear={() => {
          tap.clear();
          setHeld(undefined);
        }}
      />
      <WireLog key={shown?.id} connection={shown} blocks={blocks} pretty={pretty} />
    </section>
  );
}

function HeldElsewhere({ onOpenOwn }: Required<Pick<StreamInspectorProps, "onOpenOwn">>): ReactNode {
  return (
    <div className="tidings-notice" data-slot="inspector-elsewhere" data-tone="info">
      <InfoIcon />
      <p>
        This tab has no stream of its own. Tabs of one browser share their streams, so another tab may hold this page's.
      </p>
      <button type="button" className="tidings-button" data-size="small" onClick={onOpenOwn}>
        Open its own here
      </button>
    </div>
  );
}

function isAlive({ endedAt }: TappedConnection): boolean {
  return endedAt === undefined;
}

function liveWords(live: readonly TappedConnection[]): string {
  const open = live.filter(({ state }) => state === "open").length;
  return open === 1 ? "1 stream open" : `${open} streams open`;
}

function pausedWords(held: readonly TappedConnection[], live: readonly TappedConnection[]): string {
  const since = totalOf(live) - totalOf(held);
  return since > 0 ? `Paused, ${inFigures(since)} blocks since` : "Paused";
}

function totalOf(connections: readonly TappedConnection[]): number {
  return connections.reduce((total, { received }) => total + received, 0);
}
