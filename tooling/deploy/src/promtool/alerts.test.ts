import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireTool, temporaryDirectory } from "@tidings/services";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { deployFile } from "../deploy-file.ts";
import { queriesOfDashboard } from "../queries.ts";
import { runTool } from "../run-tool.ts";

const PROMETHEUS = deployFile("prometheus");
const promtool = (...args: readonly string[]) => runTool(requireTool("promtool"), args, PROMETHEUS);

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string }[] }[];
}

interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
  }[];
}

const read = (file: string) => parse(readFileSync(join(PROMETHEUS, file), "utf8"));

it("every alert fires for what it is about, and is silent below its threshold", async () => {
  expect(await promtool("test", "rules", "alerts.test.yml")).toContain("SUCCESS");
});

it("every alert has a test in which it fires and one in which it is silent", () => {
  const { groups }: Rules = read("alerts.yml");
  const { tests }: RuleTests = read("alerts.test.yml");
  const cases = tests.flatMap(({ alert_rule_test }) => alert_rule_test);
  for (const { alert } of groups.flatMap(({ rules }) => rules)) {
    const counts = cases.filter(({ alertname }) => alertname === alert).map(({ exp_alerts }) => exp_alerts.length);
    expect([alert, counts.sort()]).toEqual([alert, [0, 1]]);
  }
});

it("Prometheus understands its configuration", async () => {
  expect(await promtool("check", "config", "--syntax-only", "prometheus.yml")).toContain("SUCCESS");
});

it("Prometheus understands every query of the dashboard", async () => {
  using directory = temporaryDirectory();
  const queries = queriesOfDashboard();
  const rules = queries.map((query, index) => ({
    record: `query_${index}`,
    expr: query.replaceAll("$__rate_interval", "1m"),
  }));
  const file = join(directory.path, "rules.yml");
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
  expect(await promtool("check", "rules", file)).toContain(`SUCCESS: ${queries.length} rules found`);
});
