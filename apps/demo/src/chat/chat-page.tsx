import { useConversations } from "@tidings/react-sse";
import { ConversationIcon, ConversationList } from "@tidings/react-sse/components";
import { ArrowLeft, Columns2 } from "lucide-react";
import { type ReactNode, useCallback, useEffect } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { Page } from "../layout/page.tsx";
import { useSessionState } from "../session/session-context.ts";
import { demoAccounts, offersDemoAccounts } from "../sign-in/demo-accounts.ts";
import { NewConversation } from "./new-conversation.tsx";
import { SideBySide } from "./side-by-side.tsx";
import { Thread } from "./thread.tsx";
import { useHasRoom } from "./use-has-room.ts";

const offersOthers = offersDemoAccounts(import.meta.env.MODE, location.hostname);

/** The user's conversations and the open one; with `?sides=both`, a conversation seen from both sides. */
export function ChatPage(): ReactNode {
  const search = new URLSearchParams(useSearch());
  if (offersOthers && search.get("sides") === "both") return <SideBySide />;
  return <Conversations openId={search.get("conversation") ?? undefined} />;
}

function Conversations({ openId }: { readonly openId: string | undefined }): ReactNode {
  const state = useSessionState();
  const userId = state.status === "signed-in" ? state.user.id : "";
  const { conversations, status, error, older, reload, loadOlder, begin } = useConversations();
  const [, navigate] = useLocation();
  const open = useCallback(
    ({ conversationId }: { readonly conversationId: string }) => {
      navigate(`/chat?conversation=${encodeURIComponent(conversationId)}`);
    },
    [navigate],
  );

  const hasRoom = useHasRoom();
  const isChosen = openId !== undefined;
  // Where there is room for both, the newest one is open until another is chosen.
  const newest = hasRoom ? conversations[0] : undefined;
  const shown = isChosen ? conversations.find((one) => one.conversationId === openId) : newest;
  const isSought = isChosen && shown === undefined && older !== "none";
  // One that was last spoken in long ago is on a later page.
  useEffect(() => {
    if (isSought && older === "more") void loadOlder();
  }, [isSought, older, loadOlder]);
  const known = new Set(
    conversations.filter((one) => one.title === "").flatMap((one) => one.participants.map((other) => other.userId)),
  );
  const strangers = demoAccounts.map(({ user }) => user).filter(({ id }) => id !== userId && !known.has(id));

  return (
    <Page
      title="Chat"
      aside={
        offersOthers && (
          <Link href="/chat?sides=both" className="tidings-button" data-size="small">
            <Columns2 aria-hidden size="1em" />
            <span>See both sides</span>
          </Link>
        )
      }
    >
      <div className="demo-chat" data-chosen={isChosen ? "" : undefined}>
        <div className="demo-chat-list">
          <ConversationList
            conversations={conversations}
            userId={userId}
            status={status}
            error={error}
            openId={shown?.conversationId}
            onOpen={open}
            onReload={reload}
            older={older}
            onLoadOlder={loadOlder}
          />
          {offersOthers && status === "ready" && <NewConversation people={strangers} begin={begin} onBegin={open} />}
        </div>
        <div className="demo-chat-thread">
          {shown && (
            <Thread
              key={shown.conversationId}
              conversation={shown}
              userId={userId}
              onChange={reload}
              lead={
                <Link
                  href="/chat"
                  className="tidings-button demo-chat-back"
                  data-shape="square"
                  aria-label="All conversations"
                  title="All conversations"
                >
                  <ArrowLeft aria-hidden size="1em" data-mirror="" />
                </Link>
              }
            />
          )}
          {!shown && !isSought && status === "ready" && (
            <div className="tidings-blank">
              <ConversationIcon className="tidings-blank-picture" />
              <p>{isChosen ? "There is no such conversation." : "Message someone to get started."}</p>
              {isChosen && (
                <Link href="/chat" className="tidings-button">
                  All conversations
                </Link>
              )}
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}
