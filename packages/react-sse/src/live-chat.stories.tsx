import type { Meta, StoryObj } from "@storybook/react-vite";
import { type Client, createClient } from "@tidings/client";
import { sampleUsers, type User } from "@tidings/contracts/auth";
import { conversationOf } from "@tidings/contracts/chat";
import { createMockServer } from "@tidings/mocks";
import { type ChatMock, createChatMock } from "@tidings/mocks/chat";
import { getResponse } from "msw";
import { type ReactNode, useEffect, useState } from "react";
import { expect, waitFor, within } from "storybook/test";
import { MessageComposer } from "./components/chat/message-composer/message-composer.tsx";
import { MessageList } from "./components/chat/message-list/message-list.tsx";
import { PresenceMark } from "./components/chat/presence-mark/presence-mark.tsx";
import { ConnectionIndicator } from "./components/connection/connection-indicator/connection-indicator.tsx";
import { TidingsProvider } from "./hooks/tidings-provider.tsx";
import { useConversation } from "./hooks/use-conversation.ts";
import { useConversationAnnouncements } from "./hooks/use-conversation-announcements.ts";

/** The chat at work: two people with a client each, on a mocked server. No network, no service worker. */
const meta = { title: "Live/Chat" } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

const { ada, grace } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);

interface Live {
  readonly world: ChatMock;
  readonly clients: Readonly<Record<"ada" | "grace", Client>>;
}

function start(): Live {
  const users = Object.values(sampleUsers);
  const server = createMockServer({ latencyMs: 50, identify: (token) => users.find(({ id }) => id === token) });
  const world = createChatMock({ server });
  const clientOf = ({ id }: User) =>
    createClient({
      auth: { token: () => id },
      host: {
        async fetch(url, init) {
          const answer = await getResponse([...world.handlers], new Request(new URL(url, location.href), init));
          // What a network that is down looks like to a page.
          if (answer?.type === "error") throw new TypeError("Failed to fetch");
          return answer ?? new Response(null, { status: 404 });
        },
      },
    });
  return { world, clients: { ada: clientOf(ada), grace: clientOf(grace) } };
}

function Side({ user, other }: { readonly user: User; readonly other: User }): ReactNode {
  const chat = useConversation({ conversationId, userId: user.id });
  useConversationAnnouncements({ conversationId, userId: user.id, outgoing: chat.outgoing });
  const there = chat.presence.find(({ userId }) => userId === other.id);
  return (
    <section aria-label={`${user.name}'s side`} className="story-chat">
      <div className="tidings-cluster" data-spread>
        <h2 className="tidings-subheading">{other.name}</h2>
        <ConnectionIndicator status={chat.connection} compact onReconnect={chat.reconnect} />
      </div>
      <PresenceMark isOnline={there?.isOnline} lastSeen={there?.lastSeen} />
      <MessageList
        {...chat}
        userId={user.id}
        label={`Messages with ${other.name}`}
        onSeen={chat.markRead}
        onLoadOlder={chat.loadOlder}
        onRetry={chat.retry}
        onDiscard={chat.discard}
        onReload={chat.reload}
      />
      <MessageComposer
        label={`Message to ${other.name}`}
        defaultText={chat.getDraft()}
        onText={chat.setDraft}
        onLeave={chat.stopTyping}
        onSend={chat.send}
      />
    </section>
  );
}

function BothSides(): ReactNode {
  const [live, setLive] = useState<Live>();
  useEffect(() => {
    const started = start();
    setLive(started);
    return () => {
      for (const client of Object.values(started.clients)) client.close();
      started.world.close();
    };
  }, []);
  if (!live) return null;
  const { world, clients } = live;
  return (
    <div className="tidings-stack">
      <div className="tidings-cluster">
        <button type="button" className="tidings-button" onClick={() => world.server.goOffline()}>
          Go offline
        </button>
        <button type="button" className="tidings-button" onClick={() => world.server.goOnline()}>
          Back to normal
        </button>
      </div>
      <div className="tidings-columns">
        <TidingsProvider client={clients.ada}>
          <Side user={ada} other={grace} />
        </TidingsProvider>
        <TidingsProvider client={clients.grace}>
          <Side user={grace} other={ada} />
        </TidingsProvider>
      </div>
    </div>
  );
}

export const TwoSides: Story = {
  render: () => <BothSides />,
  play: async ({ canvas, userEvent }) => {
    const adas = within(await canvas.findByRole("region", { name: "Ada's side" }));
    const hers = canvas.getByRole("region", { name: "Grace's side" });
    const graces = within(hers);
    const typing = () => hers.querySelector("[data-slot=typing-indicator]");
    await waitFor(() => expect(adas.getByText("Online")).toBeVisible());
    await userEvent.type(adas.getByRole("textbox"), "See you at six");
    await waitFor(() => expect(typing()).toHaveTextContent("Ada is typing…"));
    await userEvent.keyboard("{Enter}");
    await graces.findByText("See you at six");
    await waitFor(() => expect(typing()).toHaveTextContent(""));
    await expect(typing()).toHaveAttribute("data-status", "quiet");
    // Looked for anew each time: what was on its way becomes another bubble when it is confirmed.
    const bubble = () => adas.getByText("See you at six").closest<HTMLElement>('[data-slot="message-bubble"]');
    await waitFor(() => expect(bubble()).toHaveAttribute("data-status", "read"));
  },
};

/** What does not get through stays, and goes when it is told to. */
export const NotSent: Story = {
  render: () => <BothSides />,
  play: async ({ canvas, userEvent }) => {
    const adas = within(await canvas.findByRole("region", { name: "Ada's side" }));
    await waitFor(() => expect(adas.getByText("Online")).toBeVisible());
    await userEvent.click(canvas.getByRole("button", { name: "Go offline" }));
    await userEvent.type(adas.getByRole("textbox"), "Into the void{Enter}");
    await adas.findByText(/may have been sent/);
    await userEvent.click(canvas.getByRole("button", { name: "Back to normal" }));
    const unsent = within(adas.getByRole("list", { name: "Not sent yet" }));
    await userEvent.click(unsent.getByRole("button", { name: "Try again" }));
    const graces = within(canvas.getByRole("region", { name: "Grace's side" }));
    await graces.findByText("Into the void");
    await waitFor(() => expect(adas.queryByText(/may have been sent/)).toBeNull());
  },
};
