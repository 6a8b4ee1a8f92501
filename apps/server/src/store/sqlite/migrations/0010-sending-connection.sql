-- The connection on which a message was sent, which need not be told of it; NULL where the whole user is the sender (D23).
ALTER TABLE chat_messages ADD COLUMN sender_connection TEXT
  CHECK (length(sender_connection) BETWEEN 1 AND 64);

DROP TRIGGER chat_messages_inserted;
CREATE TRIGGER chat_messages_inserted AFTER INSERT ON chat_messages
BEGIN
  INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  SELECT 'chat_messages', new.id, 'INSERT', NULL, json_object(
    'id', new.id, 'conversation_id', new.conversation_id, 'sender_id', new.sender_id,
    'sender_name', (SELECT name FROM users WHERE id = new.sender_id), 'text', new.text, 'status', new.status,
    'client_message_id', new.client_message_id, 'created_at', new.created_at,
    'sender_connection', new.sender_connection,
    'participants', (SELECT json_group_array(user_id) FROM conversation_participants
      WHERE conversation_id = new.conversation_id));
END;
