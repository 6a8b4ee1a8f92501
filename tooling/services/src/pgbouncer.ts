import { chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { humbleUser } from "./humble-user.ts";
import { freePort } from "./port.ts";
import { startProcess } from "./service-process.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { requireTool } from "./tool.ts";

/** A private PgBouncer. */
export interface Pgbouncer extends AsyncDisposable {
  /** The address of the same database as before, through the pooler. */
  readonly url: string;
}

/** What it stands in front of. */
export interface PgbouncerOptions {
  /** Of a database of the server behind it; every database of that server is reached by its name. */
  readonly postgresUrl: string;
}

/**
 * Starts PgBouncer in transaction mode, the one that most people run: a connection to the server belongs to a client for
 * one transaction only. It ends with its block and leaves nothing behind.
 *
 * @throws ServicesError `missing_tool` or `not_started`
 * @example await using pooler = await startPgbouncer({ postgresUrl: postgres.url });
 */
export async function startPgbouncer({ postgresUrl }: PgbouncerOptions): Promise<Pgbouncer> {
  const command = requireTool("pgbouncer");
  const directory = temporaryDirectory();
  const { path } = directory;
  try {
    const user = humbleUser();
    const port = await freePort();
    const file = join(path, "pgbouncer.ini");
    const users = join(path, "users.txt");
    const server = new URL(postgresUrl);
    writeFileSync(users, `"${server.username}" ""\n`);
    writeFileSync(file, configuration(port, server, users));
    if (user !== undefined) for (const owned of [path, file, users]) chownSync(owned, user.uid, user.gid);
    const service = await startProcess({ label: "PgBouncer", command, args: [file], cwd: path, user, port });
    const url = new URL(postgresUrl);
    url.port = String(port);
    return {
      url: url.href,
      async [Symbol.asyncDispose]() {
        await service.kill("SIGKILL");
        directory[Symbol.dispose]();
      },
    };
  } catch (error) {
    directory[Symbol.dispose]();
    throw error;
  }
}

function configuration(port: number, server: URL, users: string): string {
  return `
[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = 5
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
`;
}
