import { startServer } from "@tidings/services";
import { expect, it } from "vitest";
import { readDeployFile } from "./deploy-file.ts";
import { metricsIn, queriesOfDashboard } from "./queries.ts";

const TOKEN = "a token for metrics";

it("the dashboard and the alerts name metrics that the real server has", async () => {
  await using server = await startServer({ env: { METRICS_TOKEN: TOKEN } });
  const response = await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(response.status).toBe(200);
  const text = await response.text();
  const known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const dashboard = metricsIn(queriesOfDashboard().join("\n"));
  const alerts = metricsIn(readDeployFile("prometheus/alerts.yml"));
  expect(dashboard.filter((name) => !known.has(name))).toEqual([]);
  expect(alerts.filter((name) => !known.has(name))).toEqual([]);
  // Whatever pages somebody at night can be looked at.
  expect(alerts.filter((name) => !dashboard.includes(name))).toEqual([]);
  expect(dashboard.length).toBeGreaterThan(20);
});

it("the dashboard shows only what its data source, job and servers say", () => {
  for (const query of queriesOfDashboard()) {
    const selectors = query.match(/\b(?:tidings|process|nodejs)_[a-z0-9_]+(\{[^}]*\})?/g) ?? [];
    expect(selectors.filter((selector) => !selector.includes('{job="$job", instance=~"$instance"'))).toEqual([]);
  }
});
