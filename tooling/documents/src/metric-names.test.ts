import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createHubMetrics } from "@tidings/hub/metrics";
import { createOutboxMetrics } from "@tidings/outbox/metrics";
import { Registry } from "prom-client";
import { expect, it } from "vitest";

const guide = fileURLToPath(new URL("../../../docs/guide/", import.meta.url));

it.each(["production.md", "production/alerts.yml"])("the metrics that %s names are there", async (file) => {
  const register = new Registry();
  createHubMetrics({ streams: [], register });
  createOutboxMetrics({ lag: () => ({ changes: 0, seconds: 0 }), register });
  const known = new Set((await register.getMetricsAsJSON()).map(({ name }) => name));
  const named = readFileSync(guide + file, "utf8").match(/\btidings_[a-z_]+/g) ?? [];
  expect(named).not.toEqual([]);
  expect(named.filter((name) => !known.has(name.replace(/_bucket$/, "")))).toEqual([]);
});
