import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type EventLog, HubError, type Retention } from "@tidings/hub";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { CliError, messageOf } from "../error.ts";
import { type AnswerStore, createAnswerStore } from "./answer-store.ts";

/** The stores of a server. */
export interface Storage {
  readonly log: EventLog;
  readonly answers: AnswerStore;
  /** Call it after the log was closed. */
  close(): void;
}

/**
 * Opens the event log and the answers in a folder, which is created if it is missing, or in memory without a folder.
 * Both are in one file, so that a power failure cannot lose an event and keep its answer.
 *
 * @throws CliError `cannot_start`: the folder cannot be written, or another process serves it
 */
export function openStorage(folder: string | undefined, retention: Retention): Storage {
  let database: DatabaseSync | undefined;
  try {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    database = new DatabaseSync(folder === undefined ? ":memory:" : join(folder, "events.db"), { timeout: 5000 });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    const log = createSqliteLog({ database, retention });
    const answers = createAnswerStore(database);
    return { log, answers, close: () => database?.close() };
  } catch (error) {
    database?.close();
    throw new CliError("cannot_start", whyNot(folder ?? "memory", error), error);
  }
}

function whyNot(folder: string, error: unknown): string {
  if (error instanceof HubError && error.code === "log_in_use") {
    return `another process serves ${folder}; stop it, or give --data another folder`;
  }
  return `the data folder ${folder} cannot be used (${messageOf(error)}); give --data one that this user may write`;
}
