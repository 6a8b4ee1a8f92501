import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ServicesError } from "./error.ts";

/** Programs that tests need and npm does not bring. */
const tools = {
  caddy: { label: "Caddy", commands: ["caddy"], variable: "CADDY_PATH", aptPackage: "caddy" },
  chromium: {
    label: "Chromium",
    commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    variable: "CHROMIUM_PATH",
    aptPackage: "chromium",
  },
  curl: { label: "curl", commands: ["curl"], variable: "CURL_PATH", aptPackage: "curl" },
  haproxy: { label: "haproxy", commands: ["haproxy"], variable: "HAPROXY_PATH", aptPackage: "haproxy" },
  openssl: { label: "OpenSSL", commands: ["openssl"], variable: "OPENSSL_PATH", aptPackage: "openssl" },
  nginx: { label: "nginx", commands: ["nginx"], variable: "NGINX_PATH", aptPackage: "nginx-light" },
  pgbouncer: { label: "PgBouncer", commands: ["pgbouncer"], variable: "PGBOUNCER_PATH", aptPackage: "pgbouncer" },
  postgres: { label: "PostgreSQL", commands: ["postgres"], variable: "POSTGRES_PATH", aptPackage: "postgresql" },
  redis: {
    label: "Redis",
    commands: ["redis-server", "valkey-server"],
    variable: "REDIS_PATH",
    aptPackage: "redis-server",
  },
  promtool: { label: "promtool", commands: ["promtool"], variable: "PROMTOOL_PATH", aptPackage: "prometheus" },
  systemdAnalyze: {
    label: "systemd-analyze",
    commands: ["systemd-analyze"],
    variable: "SYSTEMD_ANALYZE_PATH",
    aptPackage: "systemd",
  },
} as const;

/** The name of a program that tests need. */
export type ToolName = keyof typeof tools;

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Debian keeps servers, which is not on everyone's PATH. */
const SYSTEM_DIRECTORIES = ["/usr/sbin", "/sbin"];
/** Debian keeps each version of PostgreSQL in a folder of its own, on nobody's PATH. */
const POSTGRES_VERSIONS = "/usr/lib/postgresql";

/**
 * One line that says what is missing and what brings it.
 *
 * @example whatIsMissing("nginx") // "nginx is missing: run apt-get install nginx-light, or set NGINX_PATH to its program"
 */
export function whatIsMissing(name: ToolName): string {
  const { label, aptPackage, variable } = tools[name];
  return `${label} is missing: run apt-get install ${aptPackage}, or set ${variable} to its program`;
}

/**
 * Finds a program: where its variable says, else on the PATH. Returns undefined if there is none, for a caller that can
 * do without it. With `CI` set it throws instead, because no test may be left out in silence there.
 *
 * @throws ServicesError `missing_tool` where the variable names no program, or in CI
 */
export function findTool(name: ToolName, env: Environment = process.env): string | undefined {
  const { commands, variable, label } = tools[name];
  const told = env[variable];
  if (told) {
    if (isProgram(told)) return told;
    throw new ServicesError("missing_tool", `${variable} names ${told}, which is no program; point it at ${label}`);
  }
  const onPath = (env.PATH ?? "").split(delimiter).filter(Boolean);
  const directories = [...onPath, ...SYSTEM_DIRECTORIES, ...postgresDirectories()];
  const found = commands
    .flatMap((command) => directories.map((directory) => join(directory, command)))
    .find((path) => isProgram(path));
  if (found === undefined && env.CI) throw new ServicesError("missing_tool", whatIsMissing(name));
  return found;
}

/**
 * Finds a program that is required.
 *
 * @throws ServicesError `missing_tool`
 */
export function requireTool(name: ToolName, env: Environment = process.env): string {
  const found = findTool(name, env);
  if (found === undefined) throw new ServicesError("missing_tool", whatIsMissing(name));
  return found;
}

/** The newest version first. */
function postgresDirectories(): readonly string[] {
  try {
    const versions = readdirSync(POSTGRES_VERSIONS).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(POSTGRES_VERSIONS, version, "bin"));
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
