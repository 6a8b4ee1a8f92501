import { Registry, register } from "prom-client";
import { afterEach, expect, it } from "vitest";
import type { Change } from "../change.ts";
import { createOutboxMetrics } from "./outbox-metrics.ts";

afterEach(() => register.clear());

const change: Change = { id: 1, table: "t", rowId: "1", operation: "INSERT", oldRow: undefined, newRow: {} };
const none = () => ({ changes: 0, seconds: 0 });

it("counts failures, dead letters and reactions apart, each report once", async () => {
  const own = new Registry();
  const { onReport } = createOutboxMetrics({ lag: none, register: own });
  onReport({ type: "failed", error: new Error("full"), retryMs: 50 });
  onReport({ type: "dead", change, reason: "no mapper" });
  onReport({ type: "dead", change, reason: "no mapper" });
  for (let times = 0; times < 3; times += 1) onReport({ type: "reaction_failed", change, error: undefined });
  const text = await own.metrics();
  expect(text).toMatch(/^tidings_relay_failures_total 1$/m);
  expect(text).toMatch(/^tidings_dead_changes_total 2$/m);
  expect(text).toMatch(/^tidings_reaction_failures_total 3$/m);
});

it("reads the lag anew whenever it is asked", async () => {
  const own = new Registry();
  let lag = { changes: 7, seconds: 1.5 };
  createOutboxMetrics({ lag: () => lag, register: own });
  expect(await own.metrics()).toMatch(/relay_lag_seconds 1\.5\n[\s\S]*relay_lag_changes 7$/m);
  lag = { changes: 0, seconds: 0 };
  expect(await own.metrics()).toMatch(/relay_lag_seconds 0\n[\s\S]*relay_lag_changes 0$/m);
});

it("uses prom-client's global register unless told another, and any prefix", async () => {
  createOutboxMetrics({ lag: none });
  expect(register.getSingleMetric("tidings_relay_lag_seconds")).toBeDefined();
  createOutboxMetrics({ lag: none, prefix: "shop_" });
  expect(register.getSingleMetric("shop_relay_lag_seconds")).toBeDefined();
});

it("refuses a second relay of the same prefix on one register", () => {
  createOutboxMetrics({ lag: none });
  expect(() => createOutboxMetrics({ lag: none })).toThrow("tidings_relay_failures_total has already been registered");
});
