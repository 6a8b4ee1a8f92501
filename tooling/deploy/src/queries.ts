import { readDeployFile } from "./deploy-file.ts";

interface Dashboard {
  readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
  readonly templating: { readonly list: readonly { readonly query: string | { readonly query: string } }[] };
}

/** What the panels of the Grafana dashboard ask Prometheus. */
export function queriesOfDashboard(): readonly string[] {
  const { panels }: Dashboard = JSON.parse(readDeployFile("grafana/dashboard.json"));
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
}

/** Every metric that a text names, without what histograms add to their name. */
export function metricsIn(text: string): readonly string[] {
  const names = text.match(/\b(?:tidings|process|nodejs)_[a-z0-9_]+/g) ?? [];
  return [...new Set(names.map((name) => name.replace(/_bucket$/, "")))];
}
