import { expect, test } from "vitest";
import type { ClosedBy } from "./closed-labels.ts";
import { connectionLabels } from "./connection-labels.ts";
import type { ConnectionView } from "./connection-view.ts";

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
  [view("open", { freshness: "stale" }), "May be out of date", "warning"],
  [view("open", { freshness: "reloaded" }), "Reloaded: some updates were missed", "warning"],
  [view("reconnecting", { attempt: 3 }), "Connection lost. Retrying…", "warning"],
  [view("offline"), "Offline", "danger"],
  [view("closed"), "Disconnected", "danger"],
] as const)("%o reads %j in %s", (status, text, tone) => {
  expect(connectionLabels(status, undefined)).toMatchObject({ text, tone });
});

const closed = (code: ClosedBy["code"], status?: number, ...errors: string[]) =>
  view("closed", { freshness: "stale", error: { code, status, errors } });

test.each([
  [closed("http", 401, "Not authorized, token failed"), "Signed out. Sign in again to get updates", "Signed out"],
  [closed("http", 401), "Signed out. Sign in again to get updates", "Signed out"],
  [closed("http", 403, "Only members may listen"), "Not allowed. Only members may listen", "Not allowed"],
  [closed("http", 403), "Not allowed. Ask for access, or sign in with an account that has it", "Not allowed"],
  [closed("http", 404, "No such conversation"), "Not found. No such conversation", "Not found"],
  [closed("http", 404), "Not found. Reload the page", "Not found"],
  [closed("http", 410), "No longer available. There will be no more updates", "No longer available"],
  [closed("http", 426), "New version needed. Reload the page", "New version needed"],
  [closed("http", 400, "?events= is unknown"), "Refused by the server. ?events= is unknown", "Refused by the server"],
  [closed("http", 418, ""), "Refused by the server. Reload the page", "Refused by the server"],
  [closed("http", 429), "Too many connections. Try again later", "Too many connections"],
  [closed("http", 503, "Full"), "Server problem. Try again later", "Server problem"],
  [closed("wrong_type", 200), "Updates blocked. A web page came back instead: sign in, or reload", "Updates blocked"],
  [closed("stopped", 204), "Ended by the server. Reload the page", "Ended by the server"],
  [closed("event_too_long"), "Disconnected. An update was too large. Reload the page", "Disconnected"],
  [closed("network"), "No connection. Try again later", "No connection"],
  [closed("closed"), "Disconnected", "Disconnected"],
])("C34: %o reads %j", (status, text, short) => {
  expect(connectionLabels(status, undefined)).toMatchObject({ text, short, tone: "danger" });
});

test("C34: long words of a server are cut, and never in half of a character", () => {
  const { text } = connectionLabels(closed("http", 403, "👩‍👩‍👧‍👦".repeat(100)), undefined);
  expect(text.length).toBeLessThan(160);
  expect(text.isWellFormed() && text.endsWith("…")).toBe(true);
});

test.each(["connecting", "reconnecting", "offline", "open"] as const)(
  "C34: %s says nothing of an earlier error",
  (state) => {
    const error = { code: "http", status: 401, errors: ["Not authorized"] } as const;
    expect(connectionLabels(view(state, { error }), undefined)).toEqual(connectionLabels(view(state), undefined));
  },
);

test("the next attempt is counted down in whole seconds, never below one", () => {
  const status = view("reconnecting", { attempt: 3, retryAt: 10_000 });
  expect([2_000, 2_001, 9_999, 10_000, 11_000].map((now) => connectionLabels(status, now).text)).toEqual([
    "Connection lost. Retrying in 8 s",
    "Connection lost. Retrying in 8 s",
    "Connection lost. Retrying in 1 s",
    "Connection lost. Retrying…",
    "Connection lost. Retrying…",
  ]);
});
