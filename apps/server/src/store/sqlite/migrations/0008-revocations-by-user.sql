-- The name of a session is unique for its user only: tokens of other issuers may share a jti. Sessions that were signed
-- out before this step have no user here, and stay ended whoever's they are.
ALTER TABLE revoked_sessions RENAME TO former_revoked_sessions;
DROP INDEX revoked_sessions_by_end;

CREATE TABLE revoked_sessions (
  session_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  -- Milliseconds since 1970.
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, user_id)
) STRICT, WITHOUT ROWID;

INSERT INTO revoked_sessions (session_id, user_id, expires_at)
SELECT session_id, '', expires_at FROM former_revoked_sessions;
DROP TABLE former_revoked_sessions;

CREATE INDEX revoked_sessions_by_end ON revoked_sessions (expires_at);
