import { DatabaseSync } from "node:sqlite";

/** Users who can be written to, `u1` and so on. */
export const PEOPLE = 2000;
/** Groups that the user `flood` began, `g1` and so on, each with 50 of the people. */
export const GROUPS = 2000;

/** Conversations `long1` and so on of `u4`, each with 5,000 unread messages. */
const LONG = 3;

const count = (to: number) => `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;
const user = (id: string, role = "user") => `('${id}', '${id}@x', '${id}', '${role}', 'h')`;
const moment = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'";

/** Fills a server's database with what users could make in a long time. The server must not run. */
export function fillForFlood(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec("PRAGMA synchronous = OFF; BEGIN");
  for (const sql of [
    `INSERT INTO users (id, email, name, role, password_hash)
     VALUES ${[user("flood"), user("newcomer"), user("admin", "admin")].join(", ")}`,
    `${count(PEOPLE)} INSERT INTO users (id, email, name, role, password_hash) SELECT 'u' || i, i || '@x', 'U' || i, 'user', 'h' FROM n`,
    // Groups, each with a message that nobody has read.
    `${count(GROUPS)} INSERT INTO conversations (id, title) SELECT 'g' || i, 'Group ' || i FROM n`,
    "INSERT INTO conversation_participants (conversation_id, user_id) SELECT id, 'flood' FROM conversations",
    `${count(GROUPS)}, k (j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM k WHERE j < 49)
     INSERT OR IGNORE INTO conversation_participants (conversation_id, user_id)
     SELECT 'g' || i, 'u' || ((i + j * 37 - 1) % ${PEOPLE} + 1) FROM n, k`,
    `INSERT OR IGNORE INTO conversation_participants (conversation_id, user_id) SELECT id, 'u1' FROM conversations`,
    `INSERT INTO chat_messages (id, conversation_id, sender_id, text)
     SELECT 'm-' || id, id, 'flood', '${"x".repeat(500)}' FROM conversations`,
    `INSERT INTO message_receipts (message_id, user_id)
     SELECT 'm-' || conversation_id, user_id FROM conversation_participants WHERE user_id <> 'flood'`,
    // Long conversations, of which one participant has read nothing.
    `${count(LONG)} INSERT INTO conversations (id, title) SELECT 'long' || i, 'Long' FROM n`,
    `${count(LONG)} INSERT INTO conversation_participants (conversation_id, user_id)
     SELECT 'long' || i, u.id FROM n JOIN users u ON u.id IN ('u4', 'u6')`,
    `${count(5000)} INSERT INTO chat_messages (id, conversation_id, sender_id, text)
     SELECT c.id || '-' || i, c.id, 'u6', 'x' FROM n JOIN conversations c ON c.title = 'Long'`,
    "INSERT INTO message_receipts (message_id, user_id) SELECT id, 'u4' FROM chat_messages WHERE sender_id = 'u6'",
    `${count(100_000)} INSERT INTO records (id, user_id, title, visibility, created_at)
     SELECT 'r' || i, 'u' || (i % ${PEOPLE} + 1), 'Record', 'everyone', ${moment}, '-' || i || ' seconds') FROM n`,
    `${count(100_000)} INSERT INTO orders
       (id, order_code, user_id, address_id, items, total_qty, final_amount_cents, order_status, created_at, updated_at)
     SELECT 'o' || i, 'ORD-' || i, 'u' || (i % ${PEOPLE} + 1), 'a', '[{"name":"Tea","qty":1,"unit_price":1}]', 1, 100,
       CASE WHEN i > 99990 THEN 'Cancelled' ELSE 'Delivered' END,
       ${moment}, '-' || i || ' seconds'), ${moment}, '-' || i || ' seconds') FROM n`,
    // Reminded of already, until somebody makes them due.
    `${count(10_000)} INSERT INTO appointments (id, user_id, title, starts_at, reminded_at)
     SELECT 'a' || i, 'u5', 'x', ${moment}, '+30 minutes'), '2026-01-01T00:00:00.000Z' FROM n`,
    // All of it was relayed long ago.
    "UPDATE relay_cursor SET change_id = (SELECT coalesce(max(id), 0) FROM changes)",
  ]) {
    database.exec(sql);
  }
  database.exec("COMMIT");
  database.close();
}

/** Makes ten thousand appointments due while the server runs. */
export function makeAppointmentsDue(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec("UPDATE appointments SET reminded_at = NULL WHERE user_id = 'u5'");
  database.close();
}
