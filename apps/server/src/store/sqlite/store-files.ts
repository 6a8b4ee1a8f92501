import { statSync } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Fault } from "@tidings/admission/http";
import { DATABASE_FILE } from "./open.ts";

/**
 * The files that the server has open in its data directory: the database, SQLite's files beside it, and the directory's
 * lock.
 */
const OPEN_FILES = [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`, "server.lock"] as const;

/** Identifies the file at a path. */
interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/**
 * Remembers which files a server has open, and checks whether they are still in its directory (S19.1). A file that was
 * deleted, moved or replaced stays open, so the server would go on writing data that is lost after a restart.
 *
 * @param directory The data directory, with the database open.
 * @returns a function that returns why writes would be lost, or undefined if they would not
 */
export function watchStoreFiles(directory: string): () => Promise<Fault | undefined> {
  const opened = new Map(OPEN_FILES.map((name) => [name, statSync(join(directory, name), { bigint: true })]));

  async function whyLost([name, before]: readonly [string, Identity]): Promise<Fault | undefined> {
    const path = join(directory, name);
    const now: Identity | undefined = await stat(path, { bigint: true }).catch(() => undefined);
    if (now?.ino === before.ino && now.dev === before.dev) return undefined;
    const what = now === undefined ? "deleted or moved" : "replaced";
    return {
      reason: `A file of the database was ${what}; what is written from now on may be lost`,
      detail: `${path} was ${what} while the server has it open: stop the server, put the right files back, start it again`,
    };
  }

  async function whyReadOnly(): Promise<Fault | undefined> {
    try {
      await access(join(directory, DATABASE_FILE), constants.W_OK);
      return undefined;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
      return {
        reason: "The database cannot be written",
        detail: `${directory} cannot be written (${code}): mount it for writing, or give the server's user the right to`,
      };
    }
  }

  return async () => {
    for (const file of opened) {
      const why = await whyLost(file);
      if (why !== undefined) return why;
    }
    return whyReadOnly();
  };
}
