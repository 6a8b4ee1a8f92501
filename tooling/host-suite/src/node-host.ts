import { cpSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { startProcess } from "@tidings/services";
import type { HostApp } from "./describe-host.ts";

/**
 * A server of one file, started by Node in a folder of its own, where it keeps its database.
 *
 * @param file Its path.
 * @param folder Where it runs. Where `copied`, the file is copied there first, so that it finds the packages of that folder.
 */
export function nodeHost(file: string, folder: string, copied = false): HostApp {
  const program = copied ? join(folder, basename(file)) : file;
  mkdirSync(folder, { recursive: true });
  if (copied) cpSync(file, program);
  return {
    folder,
    start(port) {
      const env = { PORT: String(port) };
      const command = process.execPath;
      return startProcess({ label: basename(file), command, args: [program], cwd: folder, env, port });
    },
  };
}
