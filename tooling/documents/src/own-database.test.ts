import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { codeBlocks } from "./code-blocks.ts";

const guide = readFileSync(new URL("../../../docs/guide/your-own-database.md", import.meta.url), "utf8");

it("the guide of your own database: rows publish whoever writes them, and a wrong one waits as a dead letter", async () => {
  // Node strips no types below a folder called node_modules, so this one is elsewhere, and borrows it.
  const folder = mkdtempSync(join(tmpdir(), "tidings-own-database-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync(fileURLToPath(new URL("../node_modules", import.meta.url)), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const { file = "", code } of codeBlocks(guide)) writeFileSync(join(folder, file), code);
  const database = new DatabaseSync(join(folder, "shop.db"));
  onTestFinished(() => database.close());
  database.exec("CREATE TABLE orders (id TEXT PRIMARY KEY, user_id TEXT, status TEXT, items TEXT, revision INTEGER)");
  const events = () =>
    database
      .prepare("SELECT topic, event, data FROM event_log ORDER BY sequence")
      .all()
      .map(({ topic, event, data }) => [topic, event, JSON.parse(String(data)).order_status]);

  await run(folder, "triggers.ts");
  database.exec(`
    INSERT INTO orders VALUES ('o1', 'ada', 'Order Received', '[]', 1), ('o2', 'ada', 'Eaten', '[]', 1);
    UPDATE orders SET status = 'Out for Delivery' WHERE id = 'o1';
  `);
  const { stderr } = await run(folder, "relay.ts");
  expect(events()).toEqual([
    ["orders/ada", "order_status_update", "Order Received"],
    ["orders/ada", "order_status_update", "Out for Delivery"],
  ]);
  expect(stderr).toMatch(/^relay .*type: 'dead'/s);
  expect((await run(folder, "dead-letters.ts")).stdout).toMatch(/orders o2 .*status/s);

  // Each run of the relay goes on after what it has published.
  await run(folder, "relay.ts");
  expect(events()).toHaveLength(2);
  await run(folder, "publish.ts");
  expect(events().at(-1)).toEqual(["orders/ada", "order_status_update", "Preparing"]);
});

/** Runs a file of the guide to its end, as a shell in that folder does. */
function run(folder: string, file: string) {
  return promisify(execFile)(process.execPath, [file], { cwd: folder });
}
