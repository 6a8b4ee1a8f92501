import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./port.ts";
import { startProcess } from "./service-process.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { requireTool } from "./tool.ts";

/** A private haproxy. */
export interface Haproxy extends AsyncDisposable {
  /** Its origin, `http://127.0.0.1:20123`. */
  readonly url: string;
}

/** What it stands in front of. */
export interface HaproxyOptions {
  /** Origin of the server behind it. */
  readonly upstream: string;
}

/**
 * Starts a haproxy that shares its connections to the server among all readers (`http-reuse always`), as it is set up
 * where connections are dear. It needs no rights, leaves nothing behind, and ends with its block.
 *
 * @throws ServicesError `missing_tool` or `not_started`
 * @example await using haproxy = await startHaproxy({ upstream: server.url });
 */
export async function startHaproxy({ upstream }: HaproxyOptions): Promise<Haproxy> {
  const command = requireTool("haproxy");
  const directory = temporaryDirectory();
  try {
    const port = await freePort();
    const file = join(directory.path, "haproxy.cfg");
    writeFileSync(file, configuration(port, new URL(upstream).host));
    const service = await startProcess({ label: "haproxy", command, args: ["-db", "-f", file], port });
    return {
      url: `http://127.0.0.1:${port}`,
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

function configuration(port: number, server: string): string {
  return `
global
  maxconn 2000
  nbthread 1
defaults
  mode http
  http-reuse always
  retries 0
  timeout connect 5s
  timeout client 120s
  timeout server 120s
frontend front
  bind 127.0.0.1:${port}
  default_backend back
backend back
  server only ${server} pool-max-conn 100
`;
}
