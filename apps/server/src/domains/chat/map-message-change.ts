import { chatMessage, chatStream, chatTopicKey, hearersOf, messageStatus, statusEvent } from "@tidings/contracts/chat";
import { publication } from "@tidings/hub";
import type { ChangeMapper } from "@tidings/outbox";
import * as z from "zod";

const participants = z.array(z.string());
const inserted = z.object({
  id: z.string(),
  conversation_id: z.string(),
  sender_id: z.string(),
  sender_name: z.string(),
  text: z.string(),
  status: messageStatus,
  client_message_id: z.string().nullable(),
  created_at: z.string(),
  // Changes that were waiting when the column was added do not have it.
  sender_connection: z.nullish(z.string()),
  participants,
});
const updated = z.object({
  id: z.string(),
  conversation_id: z.string(),
  status: messageStatus,
  at: z.string(),
  participants,
});

/**
 * The events of a message. `message` goes to everyone in the conversation except the sender: the sending connection if
 * it is known, else all connections of the user (D23.3). `statusUpdate` goes to everyone, so that the sender and a
 * reader's other devices see it.
 */
export const mapMessageChange: ChangeMapper = ({ operation, newRow }) => {
  if (operation === "DELETE") return [];
  if (operation === "UPDATE") {
    const {
      id: messageId,
      status,
      conversation_id: conversationId,
      at: timestamp,
      participants,
    } = updated.parse(newRow);
    const event = statusEvent({ messageId, status, conversationId }, timestamp);
    return participants.map((userId) => publication(chatStream.topic(chatTopicKey(conversationId, userId)), event));
  }
  const row = inserted.parse(newRow);
  const data = toChatMessage(row);
  const hearers = hearersOf(row.participants, row.sender_id, row.sender_connection ?? undefined);
  return hearers.map(({ userId, exceptConnection }) => {
    const topic = chatStream.topic(chatTopicKey(row.conversation_id, userId));
    return publication(topic, { event: "message", data }, { exceptConnection });
  });
};

/** A message's row as the API shows it. */
export function toChatMessage(row: Readonly<Record<string, unknown>>) {
  return z.parse(chatMessage, {
    messageId: row.id,
    text: row.text,
    senderId: row.sender_id,
    senderName: row.sender_name,
    conversationId: row.conversation_id,
    timestamp: row.created_at,
    status: row.status,
    ...(row.client_message_id !== null && { clientMessageId: row.client_message_id }),
  });
}
