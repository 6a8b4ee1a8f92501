import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { partsOf } from "../../testing/parts-of.ts";
import { ConnectionIndicator } from "../connection/connection-indicator/connection-indicator.tsx";
import type { ConnectionView } from "../connection/connection-indicator/connection-view.ts";

const none = () => {};
const view = (state: ConnectionView["state"], freshness: ConnectionView["freshness"]): ConnectionView => ({
  ...{ state, freshness, attempt: 1, retryAt: 5_000 },
});

/** A part of the kit in one state, and what there is of it for styles and screen readers. */
const states: Readonly<Record<string, { readonly ui: ReactNode; readonly parts: readonly string[] }>> = {
  "a connection that is idle": {
    ui: <ConnectionIndicator status={view("idle", "unknown")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=idle freshness=unknown tone=neutral; connection-dot aria-hidden=true; icon",
      "connection-words",
    ],
  },
  "a connection that is connecting": {
    ui: <ConnectionIndicator status={view("connecting", "unknown")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=connecting freshness=unknown tone=info moving",
      "connection-dot aria-hidden=true; icon; connection-words",
    ],
  },
  "a connection that is live": {
    ui: <ConnectionIndicator status={view("open", "live")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=open freshness=live tone=success; connection-dot aria-hidden=true; icon",
      "connection-words",
    ],
  },
  "a connection that is catching up": {
    ui: <ConnectionIndicator status={view("open", "catching-up")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=open freshness=catching-up tone=info moving; connection-dot aria-hidden=true",
      "icon; connection-words",
    ],
  },
  "a connection that is reloaded": {
    ui: <ConnectionIndicator status={view("open", "reloaded")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=open freshness=reloaded tone=warning; connection-dot aria-hidden=true; icon",
      "connection-words",
    ],
  },
  "a connection that is greeted by nobody": {
    ui: <ConnectionIndicator status={view("open", "unknown")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=open freshness=unknown tone=info moving; connection-dot aria-hidden=true",
      "icon; connection-words",
    ],
  },
  "a connection that is stale": {
    ui: <ConnectionIndicator status={view("open", "stale")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=open freshness=stale tone=warning; connection-dot aria-hidden=true; icon",
      "connection-words",
    ],
  },
  "a connection that is trying again": {
    ui: <ConnectionIndicator status={view("reconnecting", "stale")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=reconnecting freshness=stale tone=warning moving",
      "connection-dot aria-hidden=true; icon; connection-words",
      "button.button type=button variant=quiet size=small; icon",
    ],
  },
  "a connection that is offline": {
    ui: <ConnectionIndicator status={view("offline", "stale")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=offline freshness=stale tone=danger; connection-dot aria-hidden=true; icon",
      "connection-words; button.button type=button variant=quiet size=small; icon",
    ],
  },
  "a connection that is closed": {
    ui: <ConnectionIndicator status={view("closed", "stale")} now={0} onReconnect={none} />,
    parts: [
      "connection-indicator state=closed freshness=stale tone=danger; connection-dot aria-hidden=true; icon",
      "connection-words; button.button type=button variant=quiet size=small; icon",
    ],
  },
  "a closed connection without a button": {
    ui: <ConnectionIndicator status={view("closed", "stale")} now={0} />,
    parts: [
      "connection-indicator state=closed freshness=stale tone=danger; connection-dot aria-hidden=true; icon",
      "connection-words",
    ],
  },
  "a compact one": {
    ui: <ConnectionIndicator status={view("open", "live")} now={0} compact className="own" />,
    parts: [
      "connection-indicator.own state=open freshness=live tone=success compact; connection-dot aria-hidden=true",
      "icon; connection-words",
    ],
  },
  "a compact one that is closed": {
    ui: <ConnectionIndicator status={view("closed", "stale")} now={0} compact onReconnect={none} />,
    parts: [
      "connection-indicator state=closed freshness=stale tone=danger compact; connection-dot aria-hidden=true",
      "icon; connection-words; button.button type=button variant=quiet size=small; icon",
    ],
  },
};

it.each(Object.entries(states))("styles and screen readers find the parts of %s", (_what, { ui, parts }) => {
  expect(partsOf(ui)).toBe(parts.join("; "));
});
