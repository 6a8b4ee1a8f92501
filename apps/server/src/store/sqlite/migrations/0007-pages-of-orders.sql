-- Pages of orders are read backwards from a place, time and rowid: an index is so read only where both ascend in it.
DROP INDEX orders_by_user;
DROP INDEX orders_by_age;
CREATE INDEX orders_by_user ON orders (user_id, created_at);
CREATE INDEX orders_by_age ON orders (created_at);
