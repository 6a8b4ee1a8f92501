import { sampleUsers } from "@tidings/contracts/auth";
import { type ChatMessage, type Conversation, sampleConversation } from "@tidings/contracts/chat";
import { createChatFormat } from "../../format/chat-format.ts";

// What the stories of the chat show; the times are written alike wherever they are read.

const { ada, grace, admin } = sampleUsers;

/** British, in UTC. */
export const storyFormat = createChatFormat({ locale: "en-GB", timeZone: "UTC" });
/** A quarter past six on the day of the samples. */
export const storyNow = Date.parse("2026-02-26T06:15:00.000Z");

/** A message; `minute` counts from five o'clock on the day of the samples. */
export function storyMessage(
  minute: number,
  by: keyof typeof sampleUsers,
  text: string,
  more: Partial<ChatMessage> = {},
): ChatMessage {
  return {
    messageId: `msg_${minute}`,
    text,
    senderId: sampleUsers[by].id,
    senderName: sampleUsers[by].name,
    conversationId: sampleConversation.conversationId,
    timestamp: new Date(Date.parse("2026-02-26T05:00:00.000Z") + minute * 60_000).toISOString(),
    status: "read",
    ...more,
  };
}

/** A conversation over two days, with every status. */
export const storyMessages: readonly ChatMessage[] = [
  storyMessage(-1300, "ada", "Good morning, Grace. Is the bakery on the corner open again?"),
  storyMessage(-1298, "grace", "Since Monday!"),
  storyMessage(-1297, "grace", "And they have the plum tart."),
  storyMessage(-1290, "ada", "Then I know what I am doing on Sunday."),
  storyMessage(60, "grace", "The plum tart is out of the oven.\nShall I keep you a slice?"),
  storyMessage(61, "ada", "Yes, please."),
  storyMessage(62, "ada", "A large one, if there is any left.", { status: "delivered" }),
  storyMessage(63, "ada", "And a coffee!", { status: "sent" }),
];

/** What tries a layout. */
export const awkwardMessages: readonly ChatMessage[] = [
  storyMessage(
    1,
    "grace",
    "https://example.com/a-very-long-address-without-any-place-to-break-it-that-goes-on-and-on-and-on",
  ),
  storyMessage(2, "ada", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2)),
  storyMessage(3, "grace", "مرحبا! هل ما زالت فطيرة البرقوق موجودة؟"),
  storyMessage(4, "ada", "כן, אבל לא לאורך זמן."),
  storyMessage(5, "grace", "🍰"),
  storyMessage(6, "ada", "👩‍🍳👍🏽"),
  storyMessage(7, "grace", "One line\n\nand another, after a pause\n    and one that is set in"),
  storyMessage(8, "ada", "<b>not bold</b> & not <script>run</script>"),
  storyMessage(9, "grace", "k"),
];

/** Three at one table. */
export const groupMessages: readonly ChatMessage[] = [
  storyMessage(1, "grace", "Who brings the plates?"),
  storyMessage(2, "admin", "I do."),
  storyMessage(3, "admin", "And the forks."),
  storyMessage(4, "ada", "Then I bring an appetite.", { status: "delivered" }),
];

/** Thousands, from Ada and Grace in turn. */
export function manyMessages(count: number): ChatMessage[] {
  return Array.from({ length: count }, (_, place) =>
    storyMessage(place - count, place % 3 === 0 ? "ada" : "grace", `Line ${place + 1} of a long conversation`),
  );
}

/** Conversations of every kind. */
export const storyConversations: readonly Conversation[] = [
  {
    ...sampleConversation,
    lastMessage: storyMessage(62, "grace", "The plum tart is out of the oven. Shall I keep you a slice?"),
    unreadCount: 2,
  },
  {
    ...sampleConversation,
    conversationId: "conv_kitchen",
    title: "Kitchen",
    participants: [ada, grace, admin].map(({ id, name }) => ({
      userId: id,
      displayName: name,
      isOnline: false,
      lastSeen: null,
    })),
    lastMessage: storyMessage(-1300, "ada", "Then I bring an appetite."),
    unreadCount: 0,
  },
  {
    ...sampleConversation,
    conversationId: "conv_new",
    title: "",
    participants: [
      {
        userId: "someone",
        displayName: "Somebody With A Name That Is Longer Than The List",
        isOnline: true,
        lastSeen: null,
      },
    ],
    lastMessage: null,
    unreadCount: 0,
  },
];
