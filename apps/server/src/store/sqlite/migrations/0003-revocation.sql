-- Sessions that were signed out before their token's end; a row may go once that has passed.
CREATE TABLE revoked_sessions (
  session_id TEXT PRIMARY KEY,
  -- Milliseconds since 1970.
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX revoked_sessions_by_end ON revoked_sessions (expires_at);

-- What decides a user's rights: whoever changes it, the user's open streams end (S12). The password hash stays out.
CREATE TRIGGER users_updated AFTER UPDATE OF id, role, disabled_at ON users
WHEN (old.id, old.role, old.disabled_at) IS NOT (new.id, new.role, new.disabled_at)
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  VALUES ('users', old.id, 'UPDATE',
    json_object('id', old.id, 'role', old.role, 'disabled_at', old.disabled_at),
    json_object('id', new.id, 'role', new.role, 'disabled_at', new.disabled_at));
END;

CREATE TRIGGER users_deleted AFTER DELETE ON users
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  VALUES ('users', old.id, 'DELETE', json_object('id', old.id, 'role', old.role, 'disabled_at', old.disabled_at), NULL);
END;
