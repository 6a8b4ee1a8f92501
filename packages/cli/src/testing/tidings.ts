import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort, type ServiceProcess, startProcess, temporaryDirectory } from "@tidings/services";
import { onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
/** A contract for tests that need any. */
export const CI_BOARD = fileURLToPath(new URL("ci-board.ts", import.meta.url));
/** A key that may publish. */
export const KEY = "a-key-for-publishing";

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

type Variables = Readonly<Record<string, string>>;

/** Runs `tidings` with these words in a process of its own until it ends: what only Node itself decides. */
export async function tidingsProcess(words: readonly string[], env: Variables = {}, cwd?: string): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { PATH: process.env.PATH ?? "", ...env },
    ...(cwd !== undefined && { cwd }),
  });
  const printed = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    printed.err += text;
  });
  const kill = () => void child.kill("SIGKILL");
  onTestFinished(kill);
  const [code] = await once(child, "close");
  return { code: typeof code === "number" ? code : null, ...printed };
}

/** A folder that goes away with its test. */
export function folder(): string {
  const directory = temporaryDirectory();
  onTestFinished(() => directory[Symbol.dispose]());
  return directory.path;
}

/** A hub that serves, in a process of its own. */
export interface Served extends ServiceProcess {
  readonly url: string;
  readonly port: number;
  /** All that it has printed. */
  printed(): string;
}

/** Starts `tidings serve` with the CI board, open to everybody; it ends with its test. */
export async function serve(words: readonly string[], env: Variables = {}, at?: number): Promise<Served> {
  const port = at ?? (await freePort());
  let text = "";
  const service = await startProcess({
    label: "tidings serve",
    command: process.execPath,
    args: [MAIN, "serve", "--contract", CI_BOARD, "--port", String(port), "--public", "builds", ...words],
    env: { TIDINGS_PUBLISH_KEY: KEY, ...env },
    port,
    onOutput: (more) => {
      text += more;
    },
  });
  onTestFinished(async () => void (await service.kill("SIGKILL")));
  return { ...service, port, url: `http://127.0.0.1:${port}`, printed: () => text };
}

/** Publishes as a backend in any language does. */
export async function publish(url: string, body: unknown, headers: Variables = {}) {
  const response = await fetch(`${url}/publish`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${KEY}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}
