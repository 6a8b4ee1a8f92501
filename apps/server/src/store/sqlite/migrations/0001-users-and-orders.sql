CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('user', 'admin')),
  password_hash TEXT NOT NULL,
  -- Set to sign a user out for good; their rows stay.
  disabled_at TEXT,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
  id TEXT NOT NULL PRIMARY KEY,
  order_code TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id),
  address_id TEXT NOT NULL,
  -- [{"name", "qty", "unit_price"}]: never changed after the order was placed.
  items TEXT NOT NULL CHECK (json_valid(items)),
  total_qty INTEGER NOT NULL,
  -- Money is counted in cents: binary fractions do not add up.
  final_amount_cents INTEGER NOT NULL,
  order_status TEXT NOT NULL DEFAULT 'Order Received'
    CHECK (order_status IN ('Order Received', 'Preparing', 'Out for Delivery', 'Delivered', 'Cancelled')),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX orders_by_user ON orders (user_id, created_at DESC);
CREATE INDEX orders_by_age ON orders (created_at DESC);
