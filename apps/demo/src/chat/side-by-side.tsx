import type { User } from "@tidings/contracts/auth";
import { sampleUsers } from "@tidings/contracts/auth";
import type { Conversation } from "@tidings/contracts/chat";
import { TidingsProvider, useConversations } from "@tidings/react-sse";
import { RetryIcon, WarningIcon } from "@tidings/react-sse/components";
import { UserRound } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import { Page } from "../layout/page.tsx";
import { Thread } from "./thread.tsx";
import { useGuestClient } from "./use-guest-client.ts";

const { ada, grace } = sampleUsers;

/** The conversation of Ada and Grace from both sides, each with its own client and sign-in. */
export function SideBySide(): ReactNode {
  return (
    <Page
      title="Both sides"
      lead="Ada and Grace, each with a connection of their own. Write on one side and watch the other."
      aside={
        <Link href="/chat" className="tidings-button" data-size="small">
          <UserRound aria-hidden size="1em" />
          <span>Show only my side</span>
        </Link>
      }
    >
      <div className="demo-sides">
        <Side user={ada} other={grace} />
        <Side user={grace} other={ada} />
      </div>
    </Page>
  );
}

interface SideProps {
  readonly user: User;
  readonly other: User;
}

function Side({ user, other }: SideProps): ReactNode {
  const guest = useGuestClient(user);
  return (
    <section className="demo-side" aria-label={`${user.name}'s side`}>
      {guest.status === "signing-in" && <p className="tidings-meta">{`Signing ${user.name} in…`}</p>}
      {guest.status === "failed" && (
        <div className="tidings-notice" data-tone="danger" role="alert">
          <WarningIcon />
          <p>{`${user.name} could not be signed in: ${guest.why}`}</p>
          <button type="button" className="tidings-button" data-size="small" onClick={guest.again}>
            <RetryIcon />
            <span>Try again</span>
          </button>
        </div>
      )}
      {guest.status === "signed-in" && (
        <TidingsProvider client={guest.client}>
          <ThreadOfTwo user={user} other={other} />
        </TidingsProvider>
      )}
    </section>
  );
}

function ThreadOfTwo({ user, other }: SideProps): ReactNode {
  const { status, begin } = useConversations();
  const [conversation, setConversation] = useState<Conversation>();
  const isReady = status === "ready";

  useEffect(() => {
    if (!isReady) return;
    let isGone = false;
    // What fails here fails in the list as well, and is asked for again with it.
    begin([other.id]).then(
      (begun) => {
        if (!isGone) setConversation(begun);
      },
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [isReady, begin, other.id]);

  if (status === "error") return <p className="tidings-meta">The conversation could not be opened. Trying again…</p>;
  if (!conversation) return <p className="tidings-meta">Opening the conversation…</p>;
  return (
    <Thread
      conversation={conversation}
      userId={user.id}
      lead={
        <span className="tidings-badge" data-tone="info">
          <UserRound aria-hidden size="1em" />
          <span>{`${user.name}'s side`}</span>
        </span>
      }
    />
  );
}
