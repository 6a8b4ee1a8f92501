import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteLog } from "./sqlite-log.ts";

const PATIENCE_MS = 60_000;
const library = new URL("sqlite-log.ts", import.meta.url).href;

/** Opens a log on the file it is given, says what became of that, and appends what it is told. */
const holder = `
import { createSqliteLog } from ${JSON.stringify(library)};
try {
  const log = createSqliteLog({ file: process.argv[2] });
  process.on("message", async (data) => process.send(await log.append([{ topic: "a", event: "note", data }])));
  process.send("open");
} catch (error) {
  process.on("message", () => {});
  process.send({ name: error.name, code: error.code, message: error.message });
}`;

/** Two workers, one after the other, as node:cluster starts them. */
const pair = `
import cluster from "node:cluster";
cluster.setupPrimary({ exec: process.argv[3], args: [process.argv[2]] });
const answers = [];
const next = () => {
  const worker = cluster.fork();
  worker.once("message", (answer) => {
    answers.push(answer);
    if (answers.length < 2) return next();
    for (const one of Object.values(cluster.workers)) one.kill("SIGKILL");
    process.send(answers, () => process.disconnect());
  });
};
next();`;

let directory: string;
let file: string;
let children: ChildProcess[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tidings-processes-"));
  file = join(directory, "log.db");
  children = [];
  writeFileSync(join(directory, "holder.mjs"), holder);
  writeFileSync(join(directory, "pair.mjs"), pair);
});
afterEach(async () => {
  for (const child of children) await stop(child);
  rmSync(directory, { recursive: true });
});

function start(program: string, ...args: string[]): ChildProcess {
  const child = fork(join(directory, program), [file, ...args], { execArgv: [] });
  children.push(child);
  return child;
}

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, "message");
  return message;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

describe("D2: a log's file and several processes", () => {
  it(
    "D2.5: another process is refused in words that say what to use, and may open it once the first was killed",
    async () => {
      const other = start("holder.mjs");
      expect(await answer(other)).toBe("open");
      expect(() => createSqliteLog({ file })).toThrow(
        expect.objectContaining({
          code: "log_in_use",
          message: expect.stringMatching(
            /in another process or thread.*publish through the process that has it.*database server/,
          ),
        }),
      );
      const answered = answer(other);
      other.send("1");
      const [position] = (await answered) as { epoch: string; sequence: number }[];
      await stop(other);
      const log = createSqliteLog({ file });
      expect(await log.head()).toEqual(position);
      await log.append([{ topic: "a", event: "note", data: "2" }]);
      await log.close();
    },
    PATIENCE_MS,
  );

  it(
    "D2.5: of the workers of node:cluster one has it, and the other is refused",
    async () => {
      const [first, second] = (await answer(start("pair.mjs", join(directory, "holder.mjs")))) as unknown[];
      expect(first).toBe("open");
      expect(second).toMatchObject({ name: "HubError", code: "log_in_use" });
    },
    PATIENCE_MS,
  );

  it(
    "D2.5: others may read and write the file all the same",
    async () => {
      const other = start("holder.mjs");
      await answer(other);
      const database = new DatabaseSync(file, { timeout: 5000 });
      database.exec("CREATE TABLE mine (id INTEGER) STRICT; INSERT INTO mine VALUES (1)");
      const answered = answer(other);
      other.send("1");
      await answered;
      expect(database.prepare("SELECT data FROM event_log").all()).toEqual([{ data: "1" }]);
      database.close();
    },
    PATIENCE_MS,
  );
});
