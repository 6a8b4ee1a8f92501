import { sampleConversation, sampleMessages } from "@tidings/contracts/chat";
import { sampleOrders } from "@tidings/contracts/orders";
import { sampleAppointment, samplePrescription, sampleRecord } from "@tidings/contracts/records";
import type { ReactNode } from "react";
import { ConversationList } from "../components/chat/conversation-list/conversation-list.tsx";
import { MessageList } from "../components/chat/message-list/message-list.tsx";
import { OutgoingBubble } from "../components/chat/outgoing-bubble/outgoing-bubble.tsx";
import { PresenceMark } from "../components/chat/presence-mark/presence-mark.tsx";
import { TypingIndicator } from "../components/chat/typing-indicator/typing-indicator.tsx";
import { NotificationCenter } from "../components/notifications/notification-center/notification-center.tsx";
import { NotificationList } from "../components/notifications/notification-center/notification-list.tsx";
import { ProgressList } from "../components/notifications/progress-list/progress-list.tsx";
import { OrderCard } from "../components/orders/order-card/order-card.tsx";
import { OrderList } from "../components/orders/order-list/order-list.tsx";
import { AppointmentCard } from "../components/records/appointment-card/appointment-card.tsx";
import { PrescriptionCard } from "../components/records/prescription-card/prescription-card.tsx";
import { RecordCard } from "../components/records/record-card/record-card.tsx";
import { RecordList } from "../components/records/record-list/record-list.tsx";
import { StreamInspector } from "../devtools/stream-inspector/stream-inspector.tsx";
import type { StreamTap } from "../devtools/stream-tap.ts";

const [order] = sampleOrders;
const [message] = sampleMessages;

/** Every component that shows values, with one text, one time and one number wherever there is a place for them. */
export const everyComponent: Readonly<Record<string, (text: string, time: string, number: number) => ReactNode>> = {
  OrderCard: (text, time, number) => <OrderCard order={wildOrder(text, time, number)} />,
  OrderList: (text, time, number) => (
    <OrderList orders={[wildOrder(text, time, number)]} status="ready" onCancel={() => {}} />
  ),
  MessageList: (text, time, number) => (
    <MessageList
      messages={[0, 1, 2].map((place) => ({
        ...message,
        messageId: `${place}`,
        text,
        senderName: text,
        timestamp: place === 1 ? message.timestamp : time,
      }))}
      userId="reader"
      status="ready"
      showNames
      typingUsers={[{ userId: "a", displayName: text }]}
      now={number}
    />
  ),
  ConversationList: (text, time, number) => (
    <ConversationList
      conversations={[
        {
          ...sampleConversation,
          title: text,
          participants: [{ userId: "other", displayName: text, isOnline: false, lastSeen: time }],
          lastMessage: { ...message, text, timestamp: time },
          unreadCount: number,
        },
      ]}
      userId="reader"
      status="ready"
      now={number}
      onOpen={() => {}}
    />
  ),
  PresenceMark: (_text, time, number) => <PresenceMark isOnline={false} lastSeen={time} now={number} />,
  OutgoingBubble: (text) => (
    <OutgoingBubble message={{ clientMessageId: text, text, state: "failed", error: undefined }} />
  ),
  TypingIndicator: (text) => (
    <TypingIndicator typingUsers={["a", "b"].map((userId) => ({ userId, displayName: text }))} />
  ),
  NotificationList: (text, _time, number) => (
    <NotificationList notifications={[wildNotification(text, number)]} now={number} onRead={() => {}} />
  ),
  NotificationCenter: (text, _time, number) => <NotificationCenter notifications={[wildNotification(text, number)]} />,
  ProgressList: (text, _time, number) => (
    <ProgressList
      operations={[{ id: text, label: text, status: "failed", progress: number, message: text }]}
      onDismiss={() => {}}
    />
  ),
  RecordCard: (text, time, number) => (
    <RecordCard
      record={{ ...sampleRecord, title: text, details: text, updatedAt: time, revision: number }}
      owner={text}
    />
  ),
  RecordList: (text, time) => (
    <RecordList title="Records" rows={[{ ...sampleRecord, title: text, updatedAt: time }]} status="ready" empty="None">
      {(record) => <RecordCard record={record} />}
    </RecordList>
  ),
  PrescriptionCard: (text) => (
    <PrescriptionCard
      prescription={{ ...samplePrescription, medication: text, dosage: text, updatedAt: text }}
      patient={text}
    />
  ),
  AppointmentCard: (text, time, number) => (
    <AppointmentCard
      appointment={{ ...sampleAppointment, title: text, location: text, startsAt: time, remindMinutes: number }}
    />
  ),
  StreamInspector: (text, _time, number) => <StreamInspector tap={wildTap(text, number)} />,
};

function wildOrder(text: string, time: string, number: number) {
  return {
    ...order,
    id: text,
    order_code: text,
    items: [{ name: text, qty: number, unit_price: number }],
    total_qty: number,
    final_amount: number,
    created_at: time,
    updated_at: time,
  };
}

function wildNotification(text: string, number: number) {
  return { id: text, tone: "info", title: text, text, at: number, isRead: false } as const;
}

function wildTap(text: string, number: number): StreamTap {
  const block = { number: 1, at: number, kind: "event", text, omitted: number, name: text } as const;
  const connections = [
    {
      id: 1,
      address: text,
      lastEventId: text,
      startedAt: number,
      endedAt: undefined,
      state: "open",
      status: 200,
      received: number,
      bytes: number,
      blocks: [block],
    },
  ] as const;
  return {
    fetch: () => new Promise(() => {}),
    getSnapshot: () => connections,
    subscribe: () => () => {},
    clear() {},
  };
}
