CREATE TABLE records (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  details TEXT NOT NULL DEFAULT '',
  visibility TEXT NOT NULL DEFAULT 'owner' CHECK (visibility IN ('everyone', 'owner')),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX records_by_user ON records (user_id, created_at DESC);
CREATE INDEX records_of_everyone ON records (created_at DESC) WHERE visibility = 'everyone';

CREATE TABLE prescriptions (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  medication TEXT NOT NULL,
  dosage TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'ready', 'collected', 'cancelled')),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX prescriptions_by_user ON prescriptions (user_id, created_at DESC);

CREATE TABLE appointments (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  location TEXT NOT NULL DEFAULT '',
  -- ISO 8601 in UTC.
  starts_at TEXT NOT NULL,
  remind_minutes INTEGER NOT NULL DEFAULT 60,
  cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
  -- Set by the scheduler, and by that the reminder is sent: once, whoever dies in between.
  reminded_at TEXT,
  remind_at TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%fZ', starts_at, '-' || remind_minutes || ' minutes'))
    VIRTUAL
) STRICT;

CREATE INDEX appointments_by_user ON appointments (user_id, starts_at);
CREATE INDEX appointments_to_remind ON appointments (remind_at) WHERE reminded_at IS NULL AND cancelled = 0;

CREATE TRIGGER records_inserted AFTER INSERT ON records
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  VALUES ('records', new.id, 'INSERT', NULL, json_object(
    'id', new.id, 'user_id', new.user_id, 'title', new.title, 'details', new.details, 'visibility', new.visibility,
    'created_at', new.created_at, 'updated_at', new.updated_at, 'revision', new.revision));
END;

CREATE TRIGGER records_updated AFTER UPDATE OF id, user_id, title, details, visibility ON records
WHEN (old.id, old.user_id, old.title, old.details, old.visibility)
  IS NOT (new.id, new.user_id, new.title, new.details, new.visibility)
BEGIN
  UPDATE records SET revision = old.revision + 1, updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = new.id;
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  SELECT 'records', row.id, 'UPDATE', json_object(
    'user_id', old.user_id, 'title', old.title, 'details', old.details, 'visibility', old.visibility), json_object(
    'id', row.id, 'user_id', row.user_id, 'title', row.title, 'details', row.details, 'visibility', row.visibility,
    'created_at', row.created_at, 'updated_at', row.updated_at, 'revision', row.revision)
  FROM records AS row WHERE row.id = new.id;
END;

CREATE TRIGGER prescriptions_inserted AFTER INSERT ON prescriptions
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  VALUES ('prescriptions', new.id, 'INSERT', NULL, json_object(
    'id', new.id, 'user_id', new.user_id, 'medication', new.medication, 'status', new.status,
    'revision', new.revision));
END;

CREATE TRIGGER prescriptions_updated AFTER UPDATE OF user_id, medication, dosage, status ON prescriptions
WHEN (old.user_id, old.medication, old.dosage, old.status) IS NOT (new.user_id, new.medication, new.dosage, new.status)
BEGIN
  UPDATE prescriptions SET revision = old.revision + 1, updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
  WHERE id = new.id;
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  VALUES ('prescriptions', new.id, 'UPDATE', json_object('status', old.status), json_object(
    'id', new.id, 'user_id', new.user_id, 'medication', new.medication, 'status', new.status,
    'revision', old.revision + 1));
END;

CREATE TRIGGER appointments_reminded AFTER UPDATE OF reminded_at ON appointments
WHEN old.reminded_at IS NULL AND new.reminded_at IS NOT NULL
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  VALUES ('appointments', new.id, 'UPDATE', NULL, json_object(
    'id', new.id, 'user_id', new.user_id, 'title', new.title, 'location', new.location, 'starts_at', new.starts_at,
    'remind_minutes', new.remind_minutes));
END;

-- Another time is reminded of anew, whoever moves the appointment.
CREATE TRIGGER appointments_moved AFTER UPDATE OF starts_at, remind_minutes ON appointments
WHEN (old.starts_at, old.remind_minutes) IS NOT (new.starts_at, new.remind_minutes)
BEGIN
  UPDATE appointments SET reminded_at = NULL WHERE id = new.id;
END;
