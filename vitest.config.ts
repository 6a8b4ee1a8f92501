import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { findTool, type ToolName } from "./tooling/services/src/tool.ts";

// A worker for every core. Projects that run together must agree on this, and only the environment reaches them all.
process.env.VITEST_MAX_WORKERS ??= String(availableParallelism());

/** The long ones, in a project whose name sorts first: started last, they would run alone at the end. */
const LONG = ["tooling/{simulation,conformance}/**"];
/** What needs a page's globals: each such file makes a page first. */
const PAGE = ["packages/react-sse/**/*.test.tsx"];
/** What runs on the oldest React as well: what React 19 has and 18 has not would show there. */
const ON_REACT_18 = ["hooks", "sonner", "components/{connection,notifications,chat}/**"].map(
  (folder) => `packages/react-sse/src/${folder}/*.test.tsx`,
);
/** What React 18 has not. */
const SINCE_REACT_19 = ["packages/react-sse/src/hooks/activity.test.tsx"];
const react18 = ["react", "react-dom", "sonner", "@testing-library/react"].map((name) => ({
  find: new RegExp(`^${name}(/.*)?$`),
  replacement: fileURLToPath(new URL(`tooling/react-18/node_modules/${name}$1`, import.meta.url)),
}));
/** The limits of a busy machine, for queries of pages too. */
const PATIENT = "tooling/vitest/src/patient-queries.ts";
/** What owns its process, as an app does: its signals, its globals. Each file has one of its own. */
const ALONE = ["examples/**"];
/** They start with a build of their own, or have a browser: `pnpm e2e`. */
const ELSEWHERE = ["**/dist/**", "**/.next/**", "tooling/e2e/**"];

/** What needs a program that npm does not bring. */
const SERVICES = [
  { tool: "postgres", label: "PostgreSQL", files: ["{packages,apps,tooling}/**/postgres/**", "**/*postgres*.test.ts"] },
  { tool: "pgbouncer", label: "PgBouncer", files: ["**/*pgbouncer*.test.ts"] },
  { tool: "redis", label: "Redis", files: ["{packages,apps,tooling}/**/redis/**", "**/*redis*.test.ts"] },
  { tool: "promtool", label: "promtool", files: ["tooling/deploy/src/promtool/**"] },
  { tool: "systemdAnalyze", label: "systemd-analyze", files: ["tooling/deploy/src/systemd/**"] },
] as const;
const leftOut = SERVICES.flatMap(({ tool, label, files }) => (isHereOrOneLine(tool, label) ? [] : [...files]));
/** What the server does on SQLite, and a second time on PostgreSQL. */
const ON_BOTH_STORES = [
  "apps/server/src/acceptance/{orders,admin-orders,chat,records,sending-connection,stream}.test.ts",
];

/** False leaves its tests out; with `CI` set nothing is left out, and the run ends here. */
function isHereOrOneLine(tool: ToolName, label: string): boolean {
  try {
    const found = findTool(tool);
    if (!found) process.stderr.write(`${label} is missing: the tests that need it are left out.\n`);
    return found !== undefined;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return process.exit(1);
  }
}

const testsIn = (folders: readonly string[]) => folders.map((folder) => `${folder}/*.test.{ts,tsx}`);

function project(name: string, include: string[], exclude: string[] = []) {
  return {
    name,
    include,
    exclude: [...configDefaults.exclude, ...ELSEWHERE, ...exclude],
    isolate: false,
    setupFiles: ["tooling/vitest/src/leave-nothing.ts", PATIENT],
  };
}

const onPostgres = leftOut.some((files) => files.includes("*postgres*"))
  ? []
  : [{ test: { ...project("server-on-postgres", ON_BOTH_STORES), provide: { serverStore: "postgres" as const } } }];

/**
 * Projects are made by what tests need, not by package; a path after `vitest run` picks a package or a file.
 *
 * Files share a process, which saves loading the same modules 200 times. `leave-nothing.ts` fails a file that leaves
 * anything in it. Servers, databases and processes are real, so the limits are those of a busy machine.
 */
export default defineConfig({
  test: {
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // For all projects: one server of each kind a run.
    globalSetup: ["tooling/vitest/src/services-on-demand.ts"],
    expect: { poll: { timeout: 60_000, interval: 10 } },
    projects: [
      { test: project("long", testsIn(LONG)) },
      { test: project("node", testsIn(["{packages,apps,tooling}/**"]), [...LONG, ...PAGE, ...leftOut]) },
      ...onPostgres,
      { test: { ...project("page", PAGE), environment: "jsdom" } },
      // React 18 leaves `window.event` behind; what the files themselves leave is looked at in "page".
      {
        resolve: { alias: react18 },
        test: { ...project("react-18", ON_REACT_18, SINCE_REACT_19), environment: "jsdom", setupFiles: [PATIENT] },
      },
      { test: { ...project("alone", testsIn(ALONE)), isolate: true, setupFiles: [] } },
      "apps/storybook",
    ],
  },
});
