-- How many orders there are in each status, kept by triggers whoever changes them: nobody counts rows for a request.
CREATE TABLE order_counts (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  received INTEGER NOT NULL DEFAULT 0,
  preparing INTEGER NOT NULL DEFAULT 0,
  out_for_delivery INTEGER NOT NULL DEFAULT 0,
  delivered INTEGER NOT NULL DEFAULT 0,
  cancelled INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;
-- The server counts the rows that there are, at every start.
INSERT INTO order_counts (id) VALUES (1);

CREATE TRIGGER orders_counted_inserted AFTER INSERT ON orders
BEGIN
  UPDATE order_counts SET
    received = received + (new.order_status = 'Order Received'),
    preparing = preparing + (new.order_status = 'Preparing'),
    out_for_delivery = out_for_delivery + (new.order_status = 'Out for Delivery'),
    delivered = delivered + (new.order_status = 'Delivered'),
    cancelled = cancelled + (new.order_status = 'Cancelled'),
    revision = revision + 1;
END;

CREATE TRIGGER orders_counted_moved AFTER UPDATE OF order_status ON orders
WHEN old.order_status IS NOT new.order_status
BEGIN
  UPDATE order_counts SET
    received = received + (new.order_status = 'Order Received') - (old.order_status = 'Order Received'),
    preparing = preparing + (new.order_status = 'Preparing') - (old.order_status = 'Preparing'),
    out_for_delivery = out_for_delivery
      + (new.order_status = 'Out for Delivery') - (old.order_status = 'Out for Delivery'),
    delivered = delivered + (new.order_status = 'Delivered') - (old.order_status = 'Delivered'),
    cancelled = cancelled + (new.order_status = 'Cancelled') - (old.order_status = 'Cancelled'),
    revision = revision + 1;
END;

CREATE TRIGGER orders_counted_deleted AFTER DELETE ON orders
BEGIN
  UPDATE order_counts SET
    received = received - (old.order_status = 'Order Received'),
    preparing = preparing - (old.order_status = 'Preparing'),
    out_for_delivery = out_for_delivery - (old.order_status = 'Out for Delivery'),
    delivered = delivered - (old.order_status = 'Delivered'),
    cancelled = cancelled - (old.order_status = 'Cancelled'),
    revision = revision + 1;
END;

-- The admins' pages are read status by status, each from a place backwards.
CREATE INDEX orders_by_status_age ON orders (order_status, created_at);
