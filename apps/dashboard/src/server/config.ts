import { fileURLToPath } from "node:url";

/** Everything the environment decides. */
export interface DashboardConfig {
  readonly production: boolean;
  readonly host: string;
  /** Default 5001, as source 001 has it. */
  readonly port: number;
  /** The API server's origin. */
  readonly apiUrl: string;
  readonly pageDir: string;
  readonly heartbeatMs: number;
}

/**
 * Reads `NODE_ENV`, `HOST`, `PORT`, `API_URL` and `HEARTBEAT_MS`.
 *
 * @throws RangeError for a number that is none
 */
export function readDashboardConfig(env: Readonly<Record<string, string | undefined>>): DashboardConfig {
  const production = env.NODE_ENV === "production";
  return {
    production,
    host: env.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    port: numberOf("PORT", env.PORT, 5001),
    apiUrl: (env.API_URL ?? "http://localhost:8000").replace(/\/$/, ""),
    pageDir: fileURLToPath(new URL("../../dist", import.meta.url)),
    heartbeatMs: numberOf("HEARTBEAT_MS", env.HEARTBEAT_MS, 30_000),
  };
}

function numberOf(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === "") return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`${name} must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
