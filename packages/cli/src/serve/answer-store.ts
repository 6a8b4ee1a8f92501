import type { DatabaseSync } from "node:sqlite";

/** What was answered to requests that named themselves by a key. */
export interface AnswerStore {
  find(key: string): { readonly digest: string; readonly answer: string } | undefined;
  keep(key: string, digest: string, answer: string): void;
}

/** Answers that are kept: as many as the log remembers keys at least. */
const KEPT = 100_000;

/** Makes an {@link AnswerStore} in a table of its own. */
export function createAnswerStore(database: DatabaseSync): AnswerStore {
  database.exec(`CREATE TABLE IF NOT EXISTS publish_answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, answer TEXT NOT NULL
  ) STRICT`);
  const select = database.prepare("SELECT digest, answer FROM publish_answers WHERE key = ?");
  const insert = database.prepare("INSERT OR IGNORE INTO publish_answers (key, digest, answer) VALUES (?, ?, ?)");
  const trim = database.prepare("DELETE FROM publish_answers WHERE id <= ?");
  return {
    find(key) {
      const row = select.get(key);
      return row === undefined ? undefined : { digest: String(row.digest), answer: String(row.answer) };
    },
    keep(key, digest, answer) {
      const { lastInsertRowid } = insert.run(key, digest, answer);
      trim.run(Number(lastInsertRowid) - KEPT);
    },
  };
}
