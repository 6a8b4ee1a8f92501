CREATE TABLE conversations (
  id TEXT NOT NULL PRIMARY KEY,
  -- Empty for a conversation of two: each sees the other's name.
  title TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation_participants (
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id),
  joined_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX participants_by_user ON conversation_participants (user_id);

CREATE TABLE chat_messages (
  -- The order in which they were sent, and what history pages by.
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  sender_id TEXT NOT NULL REFERENCES users (id),
  text TEXT NOT NULL,
  -- The least that every recipient has reached.
  status TEXT NOT NULL DEFAULT 'sent' CHECK (status IN ('sent', 'delivered', 'read')),
  -- The sender's own name for it, so that sending again after a lost answer does not say it twice.
  client_message_id TEXT,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  UNIQUE (conversation_id, sender_id, client_message_id)
) STRICT;

CREATE INDEX messages_by_conversation ON chat_messages (conversation_id, seq DESC);

-- How far each recipient is with each message.
CREATE TABLE message_receipts (
  message_id TEXT NOT NULL REFERENCES chat_messages (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id),
  status TEXT NOT NULL DEFAULT 'sent' CHECK (status IN ('sent', 'delivered', 'read')),
  PRIMARY KEY (message_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipts_by_user ON message_receipts (user_id, status);

-- When somebody's last chat stream closed.
CREATE TABLE last_seen (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who takes part is written along: what a change tells, and to whom, must not depend on when it is read.
CREATE TRIGGER chat_messages_inserted AFTER INSERT ON chat_messages
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  SELECT 'chat_messages', new.id, 'INSERT', NULL, json_object(
    'id', new.id, 'conversation_id', new.conversation_id, 'sender_id', new.sender_id,
    'sender_name', (SELECT name FROM users WHERE id = new.sender_id), 'text', new.text, 'status', new.status,
    'client_message_id', new.client_message_id, 'created_at', new.created_at,
    'participants', (SELECT json_group_array(user_id) FROM conversation_participants
      WHERE conversation_id = new.conversation_id));
END;

CREATE TRIGGER chat_messages_status AFTER UPDATE OF status ON chat_messages
WHEN old.status IS NOT new.status
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  SELECT 'chat_messages', new.id, 'UPDATE', json_object('status', old.status), json_object(
    'id', new.id, 'conversation_id', new.conversation_id, 'status', new.status,
    'at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
    'participants', (SELECT json_group_array(user_id) FROM conversation_participants
      WHERE conversation_id = new.conversation_id));
END;
