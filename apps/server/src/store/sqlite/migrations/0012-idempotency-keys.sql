-- Answers to requests that created something, by the key that names the attempt: sent again, it is not done again (D25).
-- Written in the transaction that writes what was created.
CREATE TABLE idempotency_keys (
  user_id TEXT NOT NULL,
  -- The endpoint's name in the contract.
  operation TEXT NOT NULL,
  key TEXT NOT NULL,
  -- Of the request's body: the same key with another one is refused.
  fingerprint TEXT NOT NULL,
  -- What was answered, as JSON.
  answer TEXT NOT NULL,
  -- Milliseconds since 1970.
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, operation, key)
) STRICT;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
