import { freePort } from "./port.ts";
import { startProcess } from "./service-process.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { requireTool } from "./tool.ts";

/** A private Redis or Valkey server. */
export interface Redis extends AsyncDisposable {
  /** Without a password: `redis://127.0.0.1:20123`. */
  readonly url: string;
  /** Stops the server with `kill -9`. It has stored nothing, so its data is gone. */
  kill(): Promise<void>;
  /** Starts it again on its port, after {@link Redis.kill}. */
  start(): Promise<void>;
}

/**
 * Starts a Redis server on 127.0.0.1 that writes nothing to the disk. It ends with its block.
 *
 * @throws ServicesError `missing_tool` or `not_started`
 * @example await using redis = await startRedis();
 */
export async function startRedis(): Promise<Redis> {
  const command = requireTool("redis");
  const directory = temporaryDirectory();
  try {
    const port = await freePort();
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    const start = () => startProcess({ label: "Redis", command, args, cwd: directory.path, port });
    let service = await start();
    return {
      url: `redis://127.0.0.1:${port}`,
      async kill() {
        await service.kill("SIGKILL");
      },
      async start() {
        service = await start();
      },
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
