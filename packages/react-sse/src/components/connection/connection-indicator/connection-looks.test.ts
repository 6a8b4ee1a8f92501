import { expect, it } from "vitest";
import {
  CatchingUpIcon,
  ConnectingIcon,
  LiveIcon,
  OfflineIcon,
  ReloadedIcon,
  RetryIcon,
  StoppedIcon,
  WarningIcon,
} from "../../shared/icons.tsx";
import { connectionLabels } from "./connection-labels.ts";
import type { ConnectionView } from "./connection-view.ts";

it.each([
  ["idle", "unknown", "Not connected", "neutral", StoppedIcon, false],
  ["connecting", "unknown", "Connecting…", "info", ConnectingIcon, true],
  ["reconnecting", "stale", "Reconnecting…", "warning", RetryIcon, true],
  ["offline", "stale", "Offline", "danger", OfflineIcon, false],
  ["closed", "stale", "Disconnected", "danger", StoppedIcon, false],
  ["open", "unknown", "Connecting…", "info", ConnectingIcon, true],
  ["open", "live", "Live", "success", LiveIcon, false],
  ["open", "catching-up", "Catching up…", "info", CatchingUpIcon, true],
  ["open", "stale", "May be out of date", "warning", WarningIcon, false],
  ["open", "reloaded", "Reloaded", "warning", ReloadedIcon, false],
] as const)("%s and %s is %j in short, with a tone, an icon, and a movement while it ends by itself", (...row) => {
  const [state, freshness, short, tone, Icon, moving] = row;
  const view: ConnectionView = { state, freshness, attempt: 1, retryAt: undefined };
  expect(connectionLabels(view, undefined)).toMatchObject({ short, tone, moving });
  expect(connectionLabels(view, undefined).Icon).toBe(Icon);
});

it("an attempt that is due, or whose time is not known, is not counted down", () => {
  const text = (retryAt: number | undefined, now: number | undefined) =>
    connectionLabels({ state: "reconnecting", freshness: "stale", attempt: 2, retryAt }, now).text;
  expect([text(5_000, 5_000), text(5_000, undefined), text(undefined, 0)]).toEqual([
    "Connection lost. Retrying…",
    "Connection lost. Retrying…",
    "Connection lost. Retrying…",
  ]);
  expect(text(5_000, 4_999)).toBe("Connection lost. Retrying in 1 s");
});
