import { ClientError } from "@tidings/client";
import type { User } from "@tidings/contracts/auth";
import type { Conversation } from "@tidings/contracts/chat";
import { WarningIcon } from "@tidings/react-sse/components";
import { MessageSquarePlus } from "lucide-react";
import { type ReactNode, useState } from "react";

interface NewConversationProps {
  readonly people: readonly User[];
  begin(participantIds: string[]): Promise<Conversation>;
  onBegin(conversation: Conversation): void;
}

/** A button for each person with whom one has not talked yet. */
export function NewConversation({ people, begin, onBegin }: NewConversationProps): ReactNode {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const start = async (person: User) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      onBegin(await begin([person.id]));
    } catch (error) {
      const why = error instanceof ClientError ? error.reason : "something went wrong";
      setProblem(`No conversation with ${person.name}: ${why}.`);
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
