-- The server installs these at every start, from row-triggers.ts.
DROP TRIGGER orders_inserted;
DROP TRIGGER orders_updated;
DROP TRIGGER orders_deleted;
DROP TRIGGER users_updated;
DROP TRIGGER users_deleted;
DROP TRIGGER records_inserted;
DROP TRIGGER records_updated;
DROP TRIGGER prescriptions_inserted;
DROP TRIGGER prescriptions_updated;
