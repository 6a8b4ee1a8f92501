import type { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";

/** The answer to an event that was published with an idempotency key. */
export interface KeptAnswer {
  readonly key: string;
  /** A digest that tells the event from others with the same key. */
  readonly digest: string;
  readonly positions: readonly (string | null)[];
}

/** Answers by key. */
export interface AnswerStore {
  find(key: string): KeptAnswer | undefined;
  /** Stores all of them or none. A key that is stored already keeps its first answer. */
  keep(answers: readonly KeptAnswer[]): void;
}

/** How many answers are stored: at least as many as the log remembers keys. */
const KEPT = 100_000;

const positions = z.array(z.nullable(z.string()));

/** Makes an {@link AnswerStore} in a table of its own. */
export function createAnswerStore(database: DatabaseSync): AnswerStore {
  database.exec(`CREATE TABLE IF NOT EXISTS published_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, positions TEXT NOT NULL
  ) STRICT`);
  const select = database.prepare("SELECT digest, positions FROM published_keys WHERE key = ?");
  const insert = database.prepare("INSERT OR IGNORE INTO published_keys (key, digest, positions) VALUES (?, ?, ?)");
  const trim = database.prepare("DELETE FROM published_keys WHERE id <= (SELECT max(id) FROM published_keys) - ?");
  return {
    find(key) {
      const row = select.get(key);
      if (row === undefined) return undefined;
      return { key, digest: String(row.digest), positions: z.parse(positions, JSON.parse(String(row.positions))) };
    },
    keep(answers) {
      if (answers.length === 0) return;
      database.exec("SAVEPOINT keep_answers");
      try {
        for (const { key, digest, positions: kept } of answers) insert.run(key, digest, JSON.stringify(kept));
        trim.run(KEPT);
      } catch (error) {
        database.exec("ROLLBACK TO keep_answers");
        throw error;
      } finally {
        database.exec("RELEASE keep_answers");
      }
    },
  };
}
