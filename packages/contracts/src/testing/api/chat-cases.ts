import { sampleUsers } from "../../auth/user.ts";
import { sendMessage } from "../../chat/endpoints.ts";
import type { MessageStatus } from "../../chat/message.ts";
import { TYPING_EXPIRES_MS } from "../../chat/stream.ts";
import { authErrors } from "../../control/auth-errors.ts";
import { type ApiAnswer, type ApiCase, type ApiStep, fieldOf, refused } from "./api-case.ts";

const { ada, grace, admin } = sampleUsers;
const idOf = (answer: ApiAnswer | undefined) => String(fieldOf(answer, "data", "conversationId"));
const open = {
  as: "ada",
  request: "POST /api/chat/conversations",
  send: { participantIds: [grace.id] },
  status: 201,
} as const;
const notFound = refused("Conversation not found");

/** Somebody tells how far the message of the second step is; `status` is how far it is then. */
const reads = (as: keyof typeof sampleUsers, told: MessageStatus, status: MessageStatus): ApiStep => ({
  as,
  request: (_, said) => `PUT /api/chat/messages/${fieldOf(said, "data", "messageId")}/status`,
  send: { status: told },
  status: 200,
  body: { data: { status } },
});

/** What every server of the chat does, and every mock of one. */
export const chatApiCases: readonly ApiCase[] = [
  {
    title: "the conversation of two is one, whoever begins it; with oneself or a stranger to all there is none",
    steps: [
      open,
      {
        ...open,
        as: "grace",
        send: { participantIds: [ada.id] },
        body: (first) => ({ data: { conversationId: idOf(first) } }),
      },
      { ...open, send: { participantIds: [ada.id] }, status: 400, body: { success: false } },
      { ...open, send: { participantIds: ["nobody"] }, status: 404, body: { success: false } },
    ],
  },
  {
    title: "S3: to whoever takes no part a conversation does not exist, by any route",
    steps: [
      open,
      { as: "admin", request: (first) => `GET /api/chat/conversations/${idOf(first)}`, status: 404, body: notFound },
      {
        as: "admin",
        request: (first) => `GET /api/chat/messages?conversationId=${idOf(first)}`,
        status: 404,
        body: notFound,
      },
      {
        as: "admin",
        request: "POST /api/chat/messages",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), text: "Hello" }),
        status: 404,
        body: notFound,
      },
      {
        as: "admin",
        request: "POST /api/chat/typing",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), isTyping: true }),
        status: 404,
        body: notFound,
      },
      { request: (first) => `GET /api/chat/conversations/${idOf(first)}`, status: 401, body: refused(authErrors[401]) },
    ],
  },
  {
    title: "a message is said, read by whom it is for, and by nobody else; a page of messages begins with the last",
    steps: [
      { ...open, send: { participantIds: [grace.id, admin.id], title: "Three" } },
      {
        as: "ada",
        request: "POST /api/chat/messages",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), text: "Hello" }),
        status: 201,
        body: (first) => ({ data: { conversationId: idOf(first), senderId: ada.id, text: "Hello" } }),
      },
      {
        as: "ada",
        request: (_, said) => `PUT /api/chat/messages/${fieldOf(said, "data", "messageId")}/status`,
        send: { status: "read" },
        status: 403,
        body: refused("Only its recipients say how far a message is"),
      },
      {
        as: "grace",
        request: (_, said) => `PUT /api/chat/messages/${fieldOf(said, "data", "messageId")}/status`,
        send: { status: "read" },
        status: 200,
      },
      {
        as: "grace",
        request: (first) => `GET /api/chat/messages?conversationId=${idOf(first)}&limit=1`,
        status: 200,
        body: { success: true, data: { messages: [{ text: "Hello" }] } },
      },
      { as: "grace", request: "PUT /api/chat/messages/nothing/status", send: { status: "read" }, status: 404 },
    ],
  },
  {
    title: "a conversation is with each participant once, and an empty title is none",
    steps: [
      open,
      {
        ...open,
        send: { participantIds: [grace.id, ada.id, grace.id], title: "" },
        body: (first) => ({
          data: {
            conversationId: idOf(first),
            title: "",
            participants: [{ userId: ada.id }, { userId: grace.id, isOnline: false }],
          },
        }),
      },
      {
        ...open,
        send: { participantIds: [grace.id], title: "Cakes" },
        body: { data: { title: "Cakes", unreadCount: 0, lastMessage: null } },
      },
      {
        as: "ada",
        request: (_, __, titled) => `GET /api/chat/conversations/${idOf(titled)}`,
        status: 200,
        body: (_, __, titled) => ({ data: { conversationId: idOf(titled), title: "Cakes" } }),
      },
    ],
  },
  {
    title:
      "a message sent again under the client's name for it is said once, and another text under that name is refused",
    steps: [
      open,
      {
        as: "ada",
        request: "POST /api/chat/messages",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), text: "Hello", clientMessageId: "m-1" }),
        status: 201,
        body: { data: { status: "sent", clientMessageId: "m-1" } },
      },
      {
        as: "ada",
        request: "POST /api/chat/messages",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), text: "Hello", clientMessageId: "m-1" }),
        status: 201,
        body: (_, said) => ({ data: { messageId: fieldOf(said, "data", "messageId") } }),
      },
      {
        as: "ada",
        request: "POST /api/chat/messages",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), text: "Good-bye", clientMessageId: "m-1" }),
        status: 422,
        body: refused(sendMessage.errors[422]),
      },
      {
        as: "grace",
        request: "POST /api/chat/messages",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), text: "Good-bye", clientMessageId: "m-1" }),
        status: 201,
        body: { data: { senderId: grace.id } },
      },
    ],
  },
  {
    title: "a message is as far as the last of its recipients, and unread until it was read; it never goes back",
    steps: [
      { ...open, send: { participantIds: [grace.id, admin.id], title: "Three" } },
      {
        as: "ada",
        request: "POST /api/chat/messages",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), text: "Hello" }),
        status: 201,
      },
      {
        as: "grace",
        request: "GET /api/chat/conversations?limit=1",
        status: 200,
        body: (first) => ({ data: [{ conversationId: idOf(first), unreadCount: 1, lastMessage: { text: "Hello" } }] }),
      },
      reads("grace", "read", "sent"),
      {
        as: "grace",
        request: (first) => `GET /api/chat/conversations/${idOf(first)}`,
        status: 200,
        body: { data: { unreadCount: 0, lastMessage: { status: "sent" } } },
      },
      reads("admin", "delivered", "delivered"),
      reads("grace", "delivered", "delivered"),
      reads("admin", "read", "read"),
      reads("admin", "sent", "read"),
    ],
  },
  {
    title: "a page of messages names the place of the next one, and the last one names none",
    steps: [
      open,
      ...["One", "Two"].map((text) => ({
        as: "ada" as const,
        request: "POST /api/chat/messages",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), text }),
        status: 201,
      })),
      {
        as: "grace",
        request: (first) => `GET /api/chat/messages?conversationId=${idOf(first)}&limit=1`,
        status: 200,
        body: (_, __, two) => ({
          data: { messages: [{ text: "Two" }], next: fieldOf(two, "data", "messageId") },
        }),
      },
      {
        as: "grace",
        request: (first, _, __, page) =>
          `GET /api/chat/messages?conversationId=${idOf(first)}&limit=1&before=${fieldOf(page, "data", "next")}`,
        status: 200,
        body: { data: { messages: [{ text: "One" }] } },
      },
    ],
  },
  {
    title: "typing is taken from a participant, and its end too, whether it had begun or not",
    steps: [
      open,
      ...[false, true, true, false].map((isTyping) => ({
        as: "ada" as const,
        request: "POST /api/chat/typing",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), isTyping }),
        status: 200,
        body: { data: { expiresInMs: TYPING_EXPIRES_MS } },
      })),
    ],
  },
  {
    title: "who leaves a conversation has left it, and the others have not",
    steps: [
      { ...open, send: { participantIds: [grace.id, admin.id], title: "Three" } },
      {
        as: "grace",
        request: (first) => `POST /api/chat/conversations/${idOf(first)}/leave`,
        status: 200,
        body: { data: {}, message: "Conversation left" },
      },
      { as: "grace", request: (first) => `GET /api/chat/conversations/${idOf(first)}`, status: 404, body: notFound },
      {
        as: "grace",
        request: (first) => `POST /api/chat/conversations/${idOf(first)}/leave`,
        status: 404,
        body: notFound,
      },
      { as: "ada", request: (first) => `GET /api/chat/conversations/${idOf(first)}`, status: 200 },
    ],
  },
  {
    title: "S21: an empty message, a page of none and a parameter that is not known are refused",
    steps: [
      open,
      {
        as: "ada",
        request: "POST /api/chat/messages",
        send: (first: ApiAnswer) => ({ conversationId: idOf(first), text: "" }),
        status: 400,
        body: { success: false },
      },
      { as: "ada", request: "GET /api/chat/conversations?limit=0", status: 400, body: { success: false } },
      { as: "ada", request: "GET /api/chat/conversations?page=2", status: 400, body: { success: false } },
      { as: "ada", request: "GET /api/chat/conversations?before=nothing", status: 404, body: notFound },
    ],
  },
];
