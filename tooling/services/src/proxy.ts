import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./port.ts";
import { startProcess } from "./service-process.ts";
import { temporaryDirectory } from "./temporary-directory.ts";
import { requireTool, type ToolName } from "./tool.ts";

/** A private proxy. */
export interface Proxy extends AsyncDisposable {
  /** The port of 127.0.0.1 that it listens on. */
  readonly port: number;
}

/** Which program is started, and with what. */
export interface ProxyOptions {
  readonly tool: ToolName;
  /** The text of its configuration; `folder` goes away with the proxy. */
  readonly configuration: (port: number, folder: string) => string;
  /** What it is called with; `file` holds the configuration. */
  readonly args: (file: string, folder: string) => readonly string[];
}

/**
 * Starts a proxy with a configuration. It needs no rights, leaves nothing behind, and ends with its block.
 *
 * @throws ServicesError `missing_tool` or `not_started`
 */
export async function startProxy({ tool, configuration, args }: ProxyOptions): Promise<Proxy> {
  const command = requireTool(tool);
  const directory = temporaryDirectory();
  const { path } = directory;
  try {
    const port = await freePort();
    const file = join(path, "configuration");
    writeFileSync(file, configuration(port, path));
    // What a program keeps for its user, certificates for example, it keeps in the folder.
    const env = { HOME: path };
    const service = await startProcess({ label: tool, command, args: args(file, path), port, env });
    return {
      port,
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
