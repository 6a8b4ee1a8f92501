import { expect, it } from "vitest";
import { mapMessageChange } from "./map-message-change.ts";

const row = {
  id: "msg_123",
  conversation_id: "c",
  sender_id: "ada",
  sender_name: "Ada",
  text: "Hello!",
  status: "sent",
  client_message_id: null,
  created_at: "2026-02-26T05:00:00.000Z",
  participants: ["ada", "grace", "joan"],
};

const map = (operation: "INSERT" | "UPDATE" | "DELETE", newRow: unknown) =>
  mapMessageChange({ id: 1, table: "chat_messages", rowId: "msg_123", operation, oldRow: undefined, newRow }).map(
    ({ topic, event, data }) => [topic.name, event, data],
  );

it("002: a message goes to every participant but its sender", () => {
  const data = {
    messageId: "msg_123",
    text: "Hello!",
    senderId: "ada",
    senderName: "Ada",
    conversationId: "c",
    timestamp: row.created_at,
    status: "sent",
  };
  expect(map("INSERT", row)).toEqual([
    ["chat/c/grace", "message", data],
    ["chat/c/joan", "message", data],
  ]);
});

it("D23.3: a message goes to the sender, too, but for the connection that sent it", () => {
  const change = { id: 1, table: "chat_messages", rowId: "msg_123", operation: "INSERT", oldRow: undefined } as const;
  const told = mapMessageChange({ ...change, newRow: { ...row, sender_connection: "c-1" } });
  expect(told.map(({ topic, exceptConnection }) => [topic.name, exceptConnection])).toEqual([
    ["chat/c/ada", "c-1"],
    ["chat/c/grace", undefined],
    ["chat/c/joan", undefined],
  ]);
  expect(mapMessageChange({ ...change, newRow: { ...row, sender_connection: null } })).toHaveLength(2);
});

it("002: a new status goes to every participant, its sender included", () => {
  const change = {
    id: "msg_123",
    conversation_id: "c",
    status: "read",
    at: row.created_at,
    participants: ["ada", "grace"],
  };
  const data = { messageId: "msg_123", status: "read", conversationId: "c", timestamp: row.created_at };
  expect(map("UPDATE", change)).toEqual([
    ["chat/c/ada", "statusUpdate", data],
    ["chat/c/grace", "statusUpdate", data],
  ]);
});

it("a deleted message is not told, and what is no message throws so that the relay puts it aside", () => {
  expect(map("DELETE", undefined)).toEqual([]);
  expect(() => map("INSERT", { ...row, status: "seen" })).toThrow();
});
