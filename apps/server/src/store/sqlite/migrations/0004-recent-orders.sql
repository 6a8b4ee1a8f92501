-- The admins' polling fallback reads what changed last.
CREATE INDEX orders_by_change ON orders (updated_at DESC);
