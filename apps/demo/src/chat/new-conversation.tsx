import type { CreateOptions } from "@tidings/client";
import type { User } from "@tidings/contracts/auth";
import type { Conversation } from "@tidings/contracts/chat";
import { useAttempt } from "@tidings/react-sse";
import { WarningIcon } from "@tidings/react-sse/components";
import { MessageSquarePlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { failureOf } from "../undecided-words.ts";

interface NewConversationProps {
  readonly people: readonly User[];
  begin(participantIds: string[], options: CreateOptions): Promise<Conversation>;
  onBegin(conversation: Conversation): void;
}

/** A button for each person with whom the user has no conversation yet. */
export function NewConversation({ people, begin, onBegin }: NewConversationProps): ReactNode {
  const [problem, setProblem] = useState<string>();
  const attempt = useAttempt();
  const [isBusy, setBusy] = useState(false);

  const start = async (person: User) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      onBegin(await attempt.run([person.id], (options) => begin([person.id], options)));
    } catch (error) {
      const created = { thing: `the conversation with ${person.name}`, done: "begun" };
      const { kind, words } = failureOf(error, attempt, created);
      setProblem(kind === "refused" ? `No conversation with ${person.name}: ${words}.` : words);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="tidings-stack" data-gap="tight">
      {people.map((person) => (
        <button
          key={person.id}
          type="button"
          className="tidings-button"
          aria-disabled={isBusy}
          onClick={() => void start(person)}
        >
          <MessageSquarePlus aria-hidden size="1em" />
          <span>{`Write to ${person.name}`}</span>
        </button>
      ))}
      <div className="demo-alerts" role="alert">
        {problem && (
          <p className="tidings-field-error">
            <WarningIcon />
            <span>{problem}</span>
          </p>
        )}
      </div>
    </div>
  );
}
