-- Every list is read by an index from a place, and no statement grows with what one user has stored (S17).

-- Whose quota a conversation counts to; NULL where another program made it.
ALTER TABLE conversations ADD COLUMN created_by TEXT;
CREATE INDEX conversations_by_creator ON conversations (created_by) WHERE created_by IS NOT NULL;

-- The newest message of the conversation, kept for each participant: their list is in this order.
ALTER TABLE conversation_participants ADD COLUMN last_seq INTEGER NOT NULL DEFAULT 0;
UPDATE conversation_participants SET last_seq = coalesce(
  (SELECT max(seq) FROM chat_messages WHERE conversation_id = conversation_participants.conversation_id), 0);
DROP INDEX participants_by_user;
CREATE INDEX participants_by_id ON conversation_participants (user_id, conversation_id);
CREATE INDEX participants_by_activity ON conversation_participants (user_id, last_seq, joined_at, conversation_id);

CREATE TRIGGER participants_joined AFTER INSERT ON conversation_participants
BEGIN
  UPDATE conversation_participants SET last_seq = coalesce(
    (SELECT max(seq) FROM chat_messages WHERE conversation_id = new.conversation_id), 0)
  WHERE conversation_id = new.conversation_id AND user_id = new.user_id;
END;

CREATE TRIGGER chat_messages_newest AFTER INSERT ON chat_messages
BEGIN
  UPDATE conversation_participants SET last_seq = new.seq WHERE conversation_id = new.conversation_id;
END;

-- What is unread in one conversation is counted without looking at the others.
ALTER TABLE message_receipts ADD COLUMN conversation_id TEXT;
UPDATE message_receipts SET conversation_id =
  (SELECT conversation_id FROM chat_messages WHERE id = message_receipts.message_id);
DROP INDEX receipts_by_user;
CREATE INDEX receipts_unread ON message_receipts (user_id, conversation_id) WHERE status <> 'read';

CREATE TRIGGER receipts_inserted AFTER INSERT ON message_receipts
WHEN new.conversation_id IS NULL
BEGIN
  UPDATE message_receipts SET conversation_id = (SELECT conversation_id FROM chat_messages WHERE id = new.message_id)
  WHERE message_id = new.message_id AND user_id = new.user_id;
END;

-- As orders': both parts of a place ascend, so that a page is read backwards from it.
DROP INDEX records_by_user;
DROP INDEX records_of_everyone;
DROP INDEX prescriptions_by_user;
CREATE INDEX records_by_user ON records (user_id, created_at);
CREATE INDEX records_of_everyone ON records (created_at) WHERE visibility = 'everyone';
CREATE INDEX prescriptions_by_user ON prescriptions (user_id, created_at);
CREATE INDEX prescriptions_by_age ON prescriptions (created_at);
-- The admins' list is read status by status.
DROP INDEX orders_by_change;
CREATE INDEX orders_by_change ON orders (order_status, updated_at, created_at);

-- An appointment that began before anybody was reminded of it is not looked at again, until it is moved.
ALTER TABLE appointments ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
DROP INDEX appointments_to_remind;
CREATE INDEX appointments_to_remind ON appointments (remind_at)
  WHERE reminded_at IS NULL AND cancelled = 0 AND missed = 0;
DROP TRIGGER appointments_moved;
CREATE TRIGGER appointments_moved AFTER UPDATE OF starts_at, remind_minutes ON appointments
WHEN (old.starts_at, old.remind_minutes) IS NOT (new.starts_at, new.remind_minutes)
BEGIN
  UPDATE appointments SET reminded_at = NULL, missed = 0 WHERE id = new.id;
END;
