import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { watchCommits } from "./watch-commits.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it.each([
  [undefined, 25],
  [10, 10],
])(
  "tells of commits of other connections and not of its own, once a look (interval %s: every %i ms)",
  (given, every) => {
    const directory = mkdtempSync(join(tmpdir(), "tidings-commits-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, "a.db");
    const [ours, theirs] = [new DatabaseSync(file), new DatabaseSync(file)];
    ours.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
    const onChange = vi.fn();
    const stop = watchCommits(ours, onChange, given);

    vi.advanceTimersByTime(100);
    ours.exec("INSERT INTO t VALUES (1)");
    vi.advanceTimersByTime(100);
    expect(onChange).not.toHaveBeenCalled();

    theirs.exec("INSERT INTO t VALUES (2); INSERT INTO t VALUES (3)");
    vi.advanceTimersByTime(every - 1);
    expect(onChange).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onChange).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(100);
    expect(onChange).toHaveBeenCalledTimes(1);

    stop();
    stop();
    theirs.exec("INSERT INTO t VALUES (4)");
    vi.advanceTimersByTime(100);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
    ours.close();
    theirs.close();
  },
);

it("survives a database that is closed under it", () => {
  const database = new DatabaseSync(":memory:");
  const onChange = vi.fn();
  const stop = watchCommits(database, onChange);
  database.close();
  vi.advanceTimersByTime(100);
  expect(onChange).not.toHaveBeenCalled();
  stop();
});
