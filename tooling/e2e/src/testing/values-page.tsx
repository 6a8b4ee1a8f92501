import { type ChatMessage, sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import { sampleOrders } from "@tidings/contracts/orders";
import { sampleAppointment, sampleRecord } from "@tidings/contracts/records";
import {
  AppointmentCard,
  ConversationList,
  MessageList,
  NotificationList,
  OrderList,
  PresenceMark,
  ProgressList,
  RecordCard,
} from "@tidings/react-sse/components";
import { type ReactNode, StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";

// Rendered by the test's own process, and bundled into a page that takes that over.

const [message] = sampleMessages;
/** Divided by midnight in Tokyo and not in UTC. */
const evening = ["2026-02-25T14:30:00Z", "2026-02-25T15:30:00Z"] as const;
const messages: readonly ChatMessage[] = evening.map((timestamp, place) => ({
  ...message,
  messageId: `m-${place}`,
  timestamp,
}));
/** Its initial is İ in Turkish, and I elsewhere. */
const ipek = { userId: "ipek", displayName: "ipek", isOnline: false, lastSeen: null };
const conversation = { ...sampleConversation, title: "", participants: [ipek], unreadCount: 1_234 };

/** Everything that the kit writes by the reader's language, zone or clock, in its default formats. */
export function ValuesPage(): ReactNode {
  return (
    <StrictMode>
      <OrderList orders={sampleOrders.map((order) => ({ ...order, final_amount: 1234.5 }))} status="ready" />
      <RecordCard record={sampleRecord} />
      <AppointmentCard appointment={sampleAppointment} />
      <MessageList messages={messages} userId="ada" status="ready" />
      <ConversationList
        conversations={[{ ...conversation, lastMessage: messages[1] ?? null }]}
        userId="ada"
        status="ready"
        onOpen={() => {}}
      />
      <PresenceMark isOnline={false} lastSeen={evening[1]} />
      <NotificationList
        notifications={[{ id: "n", tone: "info", text: "Hello", at: Date.parse(evening[0]), isRead: false }]}
        now={Date.parse(evening[1])}
      />
      <ProgressList
        operations={[{ id: "o", label: "a.jpg", status: "running", progress: 75, message: "On its way" }]}
      />
    </StrictMode>
  );
}

/** Takes over what a server rendered. Returns what React complained of by then and later. */
export function takeOver(container: Element): readonly string[] {
  const complaints: string[] = [];
  hydrateRoot(container, <ValuesPage />, { onRecoverableError: (error) => complaints.push(String(error)) });
  return complaints;
}

/** The page as a browser renders it that no server has rendered for. */
export function renderHere(container: Element): void {
  createRoot(container).render(<ValuesPage />);
}
