-- Every committed change of a row, written by triggers in the same transaction, whoever changes it. The triggers run
-- inside other people's SQLite too: use nothing newer than SQLite 3.38.
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE')),
  old_row TEXT,
  new_row TEXT,
  at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

-- How far the relay is; one row.
CREATE TABLE relay_cursor (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  change_id INTEGER NOT NULL
) STRICT;
INSERT INTO relay_cursor (id, change_id) VALUES (1, 0);

-- Changes that could not be made into events: somebody should look at them.
CREATE TABLE dead_changes (
  change_id INTEGER PRIMARY KEY,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  old_row TEXT,
  new_row TEXT,
  at TEXT NOT NULL,
  reason TEXT NOT NULL,
  failed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE TRIGGER orders_inserted AFTER INSERT ON orders
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  VALUES ('orders', new.id, 'INSERT', NULL, json_object(
    'id', new.id, 'order_code', new.order_code, 'user_id', new.user_id, 'address_id', new.address_id,
    'items', json(new.items), 'total_qty', new.total_qty, 'final_amount_cents', new.final_amount_cents,
    'order_status', new.order_status, 'created_at', new.created_at, 'updated_at', new.updated_at,
    'revision', new.revision));
END;

-- One trigger for all three: bump the revision, stamp the time, write the change. `OF` leaves out revision and
-- updated_at, so that its own UPDATE does not fire it again, with recursive_triggers on too.
CREATE TRIGGER orders_updated AFTER UPDATE OF
  id, order_code, user_id, address_id, items, total_qty, final_amount_cents, order_status, created_at ON orders
WHEN (old.id, old.order_code, old.user_id, old.address_id, old.items, old.total_qty, old.final_amount_cents,
      old.order_status, old.created_at)
  IS NOT (new.id, new.order_code, new.user_id, new.address_id, new.items, new.total_qty, new.final_amount_cents,
      new.order_status, new.created_at)
BEGIN
  UPDATE orders SET revision = old.revision + 1, updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = new.id;
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  SELECT 'orders', row.id, 'UPDATE', json_object(
    'id', old.id, 'order_code', old.order_code, 'user_id', old.user_id, 'address_id', old.address_id,
    'items', json(old.items), 'total_qty', old.total_qty, 'final_amount_cents', old.final_amount_cents,
    'order_status', old.order_status, 'created_at', old.created_at, 'updated_at', old.updated_at,
    'revision', old.revision), json_object(
    'id', row.id, 'order_code', row.order_code, 'user_id', row.user_id, 'address_id', row.address_id,
    'items', json(row.items), 'total_qty', row.total_qty, 'final_amount_cents', row.final_amount_cents,
    'order_status', row.order_status, 'created_at', row.created_at, 'updated_at', row.updated_at,
    'revision', row.revision)
  FROM orders AS row WHERE row.id = new.id;
END;

CREATE TRIGGER orders_deleted AFTER DELETE ON orders
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  VALUES ('orders', old.id, 'DELETE', json_object(
    'id', old.id, 'order_code', old.order_code, 'user_id', old.user_id, 'address_id', old.address_id,
    'items', json(old.items), 'total_qty', old.total_qty, 'final_amount_cents', old.final_amount_cents,
    'order_status', old.order_status, 'created_at', old.created_at, 'updated_at', old.updated_at,
    'revision', old.revision), NULL);
END;
