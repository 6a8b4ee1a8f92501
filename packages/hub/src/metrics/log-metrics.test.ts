import { Registry, register } from "prom-client";
import { afterEach, expect, it } from "vitest";
import { createPostgresLogMetrics } from "./log-metrics.ts";

afterEach(() => register.clear());

it("counts each type of failure by itself, and shows all of them as 0 from the start", async () => {
  const own = new Registry();
  const { onReport } = createPostgresLogMetrics({ register: own });
  for (const type of ["read_failed", "listener_lost", "maintenance_failed"]) {
    expect(await own.metrics()).toContain(`tidings_log_failures_total{type="${type}"} 0\n`);
  }
  onReport({ type: "read_failed", error: new Error("gone") });
  onReport({ type: "read_failed", error: new Error("gone") });
  onReport({ type: "listener_lost", error: new Error("gone") });
  const text = await own.metrics();
  expect(text).toContain('tidings_log_failures_total{type="read_failed"} 2\n');
  expect(text).toContain('tidings_log_failures_total{type="listener_lost"} 1\n');
  expect(text).toContain('tidings_log_failures_total{type="maintenance_failed"} 0\n');
});

it("uses prom-client's global register unless told another, and any prefix", () => {
  createPostgresLogMetrics();
  createPostgresLogMetrics({ prefix: "shop_" });
  expect(register.getSingleMetric("tidings_log_failures_total")).toBeDefined();
  expect(register.getSingleMetric("shop_log_failures_total")).toBeDefined();
});
