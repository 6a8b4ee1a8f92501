import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { partsOf } from "../../testing/parts-of.ts";
import { createStreamTap } from "../stream-tap.ts";
import type { TappedBlock, TappedConnection } from "../tapped-connection.ts";
import { eventFilter } from "./block-filter.ts";
import { ConnectionList } from "./connection-list.tsx";
import { InspectorToolbar } from "./inspector-toolbar.tsx";
import { StreamInspector } from "./stream-inspector.tsx";
import { WireBlock } from "./wire-block.tsx";
import { WireLog } from "./wire-log.tsx";

const block: TappedBlock = {
  number: 1,
  at: 0,
  kind: "event",
  name: "a",
  text: "event: a\nid: 1\nretry: 5\ndata: {}\n\n",
  omitted: 0,
};
const open: TappedConnection = {
  id: 1,
  address: "/first",
  lastEventId: undefined,
  startedAt: 0,
  endedAt: undefined,
  state: "open",
  status: 200,
  received: 1,
  bytes: 9_999,
  blocks: [block],
};
const none = () => {};

it("styles and screen readers find the parts of a panel without streams", () => {
  expect(partsOf(<StreamInspector tap={createStreamTap()} className="own" onOpenOwn={none} />)).toBe(
    [
      "stream-inspector.own status=live; inspector-header; h2.subheading; p.meta",
      "inspector-elsewhere.notice tone=info; icon; button.button type=button size=small; inspector-toolbar",
      "label.visually-hidden; select.input size=small; option value=everything selected; option value=comments",
      "button.button type=button size=small aria-pressed=false; button.button type=button size=small aria-pressed=false",
      "button.button type=button size=small; button.button type=button size=small; inspector-copied role=status",
      "wire-frame; wire-log tabindex=0; wire-empty",
    ].join("; "),
  );
});

it("styles and screen readers find what is switched on, and the filter that is chosen", () => {
  const toolbar = (
    <InspectorToolbar
      {...{
        blocks: [block],
        names: ["a"],
        filter: eventFilter("a"),
        onFilter: none,
        onPause: none,
        onPretty: none,
        onClear: none,
      }}
      paused
      pretty
    />
  );
  expect(partsOf(toolbar)).toMatch("aria-pressed=true; button.button type=button size=small aria-pressed=true");
});

it("styles and screen readers find the parts of connections, the newest first, the shown one marked", () => {
  const ended = {
    ...open,
    id: 2,
    address: "/second",
    state: "failed",
    endedAt: 1,
    received: 2,
    bytes: 10_000,
  } as const;
  const list = <ConnectionList connections={[open, ended]} shown={open} onChoose={none} />;
  expect(partsOf(list)).toBe(
    [
      "tap-connections; tap-connection type=button status=failed tone=danger; tap-state; icon; tap-address; tap-meta",
      "tap-connection type=button status=open tone=success aria-current=true; tap-state; icon; tap-address; tap-meta",
    ].join("; "),
  );
  const html = renderToStaticMarkup(list);
  expect(html.indexOf("/second")).toBeLessThan(html.indexOf("/first"));
  expect(html).toMatch(/1 block · 9,999 B/);
  expect(html).toMatch(/2 blocks · 10 kB/);
});

it("styles and screen readers find the parts of blocks, and each field's own colour", () => {
  expect(partsOf(<WireLog connection={open} blocks={[block]} pretty={false} />)).toBe(
    [
      "wire-frame; wire-log tabindex=0; wire-blocks; wire-block kind=event; wire-time; wire-text translate=no",
      "span field=event tone=info; wire-label; span field=id tone=warning; wire-label",
      "span field=retry tone=warning; wire-label; span field=data; wire-label",
    ].join("; "),
  );
  const cut = { ...block, text: "data: a", kind: "unfinished", omitted: 1 } as const;
  expect(partsOf(<WireBlock block={cut} pretty />)).toBe(
    "wire-block kind=unfinished; wire-time; wire-text translate=no; span field=data; wire-label; wire-note; wire-note",
  );
});

it.each([
  [undefined, "Nothing yet."],
  [open, "Nothing of this kind among the newest blocks."],
  [{ ...open, blocks: [] }, "Cleared."],
  [{ ...open, blocks: [], received: 0, state: "connecting" as const }, "Request sent; no response yet."],
  [{ ...open, blocks: [], received: 0, state: "refused" as const, endedAt: 1 }, "The response was not a stream"],
  [{ ...open, blocks: [], received: 0 }, "Open; no data yet."],
  [{ ...open, blocks: [], received: 0, state: "ended" as const, endedAt: 1 }, "Nothing was received."],
])("an empty log says why it is empty: %#", (connection, words) => {
  expect(renderToStaticMarkup(<WireLog connection={connection} blocks={[]} pretty={false} />)).toContain(words);
});
