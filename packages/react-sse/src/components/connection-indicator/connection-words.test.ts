import { expect, test } from "vitest";
import type { ConnectionView } from "./connection-view.ts";
import { connectionWords } from "./connection-words.ts";

const view = (state: ConnectionView["state"], more: Partial<ConnectionView> = {}): ConnectionView => ({
  state,
  freshness: "live",
  attempt: 0,
  retryAt: undefined,
  ...more,
});

test.each([
  // C10: headers alone are not live.
  [view("idle", { freshness: "unknown" }), "Not connected", "neutral"],
  [view("connecting", { freshness: "unknown" }), "Connecting…", "info"],
  [view("open", { freshness: "unknown" }), "Connecting…", "info"],
  [view("open"), "Live", "success"],
  [view("open", { freshness: "catching-up" }), "Catching up…", "info"],
  [view("open", { freshness: "stale" }), "Out of date", "warning"],
  [view("open", { freshness: "reloaded" }), "Reloaded: some updates were missed", "warning"],
  [view("reconnecting", { attempt: 3 }), "Reconnecting, attempt 3…", "warning"],
  [view("offline"), "Offline", "danger"],
  [view("closed"), "Stopped", "danger"],
] as const)("%o reads %j in %s", (status, text, tone) => {
  expect(connectionWords(status, undefined)).toMatchObject({ text, tone });
});

test("the next attempt is counted down in whole seconds, never below one", () => {
  const status = view("reconnecting", { attempt: 3, retryAt: 10_000 });
  expect([2_000, 2_001, 9_999, 10_000, 11_000].map((now) => connectionWords(status, now).text)).toEqual([
    "Reconnecting, attempt 3, in 8 s",
    "Reconnecting, attempt 3, in 8 s",
    "Reconnecting, attempt 3, in 1 s",
    "Reconnecting, attempt 3…",
    "Reconnecting, attempt 3…",
  ]);
});
