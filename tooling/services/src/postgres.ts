import { execFile } from "node:child_process";
import { chownSync, mkdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { ServicesError } from "./error.ts";
import { humbleUser } from "./humble-user.ts";
import { freePort } from "./port.ts";
import { startProcess } from "./service-process.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { findTool, requireTool } from "./tool.ts";

/** A private PostgreSQL server. */
export interface Postgres extends AsyncDisposable {
  /** Of its database `postgres`, as its superuser, without a password: `postgres://postgres@127.0.0.1:20123/postgres`. */
  readonly url: string;
  /** The folder that its programs are in. */
  readonly programs: string;
  /** Stops the server as a crash would (`kill -9` of all its processes) or in order, and starts it again on its data. */
  restart(how?: "crash" | "orderly"): Promise<void>;
}

const run = promisify(execFile);
/** A test's data need not survive the machine. What is committed still survives the server. */
const QUICK = ["fsync=off", "full_page_writes=off", "wal_level=replica", "max_connections=200", "shared_buffers=64MB"];
/** Milliseconds for a server that listens to have recovered. */
const READY_WITHIN_MS = 120_000;
const LOOK_MS = 20;

/**
 * PostgreSQL's server program, or undefined where there is none and `CI` is not set.
 *
 * @throws ServicesError `missing_tool` in CI, or where `POSTGRES_PATH` names no program
 */
export function postgresPath(): string | undefined {
  return findTool("postgres");
}

/**
 * Makes a fresh cluster in a temporary directory and starts it on 127.0.0.1. It ends with its block and leaves nothing
 * behind. PostgreSQL refuses to run as root: there it runs as the user that its package made, else as `nobody`.
 *
 * @param settings More of postgresql.conf, as `name=value`. Default none.
 * @throws ServicesError `missing_tool` or `not_started`
 * @example await using postgres = await startPostgres();
 */
export async function startPostgres(settings: readonly string[] = []): Promise<Postgres> {
  const command = requireTool("postgres");
  // A link to the server alone has none of its other programs beside it.
  const programs = dirname(realpathSync(command));
  const directory = temporaryDirectory();
  const user = humbleUser();
  try {
    const data = join(directory.path, "data");
    mkdirSync(data, { mode: 0o700 });
    if (user !== undefined) for (const path of [directory.path, data]) chownSync(path, user.uid, user.gid);
    const plain = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"];
    await run(join(programs, "initdb"), [...plain, "--pgdata", data], { ...user, cwd: directory.path });
    const port = await freePort();
    const options = [...QUICK, `unix_socket_directories=${directory.path}`, "listen_addresses=127.0.0.1", ...settings];
    const args = ["-D", data, "-p", String(port), ...options.flatMap((option) => ["-c", option])];
    const start = async () => {
      const process = await startProcess({ label: "PostgreSQL", command, args, cwd: directory.path, user, port });
      await answers(join(programs, "pg_isready"), port);
      return process;
    };
    let service = await start();
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      programs,
      async restart(how = "orderly") {
        // Immediate shutdown is what a crash is: nothing is written any more, and the next start recovers.
        await service.kill(how === "crash" ? "SIGQUIT" : "SIGINT");
        service = await start();
      },
      async [Symbol.asyncDispose]() {
        await service.kill("SIGQUIT");
        directory[Symbol.dispose]();
      },
    };
  } catch (error) {
    directory[Symbol.dispose]();
    if (error instanceof ServicesError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ServicesError("not_started", `PostgreSQL did not start: ${why}`, { cause: error });
  }
}

/** It listens before it has recovered. */
async function answers(isReady: string, port: number): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await run(isReady, ["-q", "-h", "127.0.0.1", "-p", String(port)]);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(LOOK_MS);
    }
  }
}
