import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createHubMetrics } from "@tidings/hub/metrics";
import { createOutboxMetrics } from "@tidings/outbox/metrics";
import { Registry } from "prom-client";
import { expect, it } from "vitest";

const guide = fileURLToPath(new URL("../../../docs/guide/production.md", import.meta.url));

it("the metrics that production.md names are there", async () => {
  const register = new Registry();
  createHubMetrics({ streams: [], register });
  createOutboxMetrics({ lag: () => ({ changes: 0, seconds: 0 }), register });
  const known = new Set((await register.getMetricsAsJSON()).map(({ name }) => name));
  const named = readFileSync(guide, "utf8").match(/\btidings_[a-z_]+/g) ?? [];
  expect(named).not.toEqual([]);
  expect(named.filter((name) => !known.has(name.replace(/_bucket$/, "")))).toEqual([]);
});
