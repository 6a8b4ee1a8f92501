import type { CreateOptions } from "@tidings/client";
import type { EndpointBody } from "@tidings/contracts";
import type { User } from "@tidings/contracts/auth";
import { demoTypes, sendDemoNotification } from "@tidings/contracts/notifications";
import { useAttempt, useTidings } from "@tidings/react-sse";
import { SuccessIcon, WarningIcon } from "@tidings/react-sse/components";
import { Send } from "lucide-react";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { demoAccounts } from "../sign-in/demo-accounts.ts";
import { failureOf } from "../undecided-words.ts";
import { parseData } from "./parse-data.ts";

type DemoBody = EndpointBody<typeof sendDemoNotification>;

interface SendFormProps {
  readonly user: User;
  /** Called when something was sent. */
  onSent(): void;
}

/** An example of `data` for each type: what it fills in or overrides. */
const examples: Readonly<Record<DemoBody["type"], string>> = {
  broadcast: '{ "link": "/news" }',
  user: '{ "title": "Welcome!" }',
  system: '{ "level": "warning" }',
  update: '{ "postId": "post_123", "title": "Hello" }',
  progress: '{ "operationId": "upload_789", "progress": 75 }',
  success: '{ "fileUrl": "/uploads/photo.jpg" }',
  error: '{ "fileId": "f-1" }',
};

/** Sends one event by `POST /api/sse/demo`: its type, to whom, in what words. */
export function SendForm({ user, onSent }: SendFormProps): ReactNode {
  const client = useTidings();
  const id = useId();
  const [type, setType] = useState<DemoBody["type"]>("user");
  const attempt = useAttempt();
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<{ readonly tone: "success" | "danger"; readonly words: string }>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isSending) return;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const data = parseData(text("data"));
    if (data === "invalid") {
      setOutcome({ tone: "danger", words: "Data must be a JSON object, or left empty." });
      return;
    }
    const body = {
      type,
      ...(text("userId") && { userId: text("userId") }),
      ...(text("message") && { message: text("message") }),
      ...(data && { data }),
    };
    setSending(true);
    try {
      const send = (options: CreateOptions) => client.call(sendDemoNotification, { body }, options);
      const { clients } = (await attempt.run(body, send)).data;
      setOutcome({ tone: "success", words: `Sent to ${clients} ${clients === 1 ? "connection" : "connections"}.` });
      onSent();
    } catch (error) {
      const { kind, words } = failureOf(error, attempt, { thing: "the notification", done: "sent" });
      setOutcome({ tone: "danger", words: kind === "refused" ? `Not sent: ${words}.` : words });
    } finally {
      setSending(false);
    }
  };

  return (
    <form
      className="tidings-panel tidings-stack"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => void submit(event)}
    >
      <h2 id={`${id}-title`} className="tidings-subheading">
        Send
      </h2>
      <div className="tidings-field">
        <label className="tidings-label" htmlFor={`${id}-type`}>
          Type
        </label>
        <select
          id={`${id}-type`}
          className="tidings-input"
          value={type}
          onChange={(event) => setType(demoTypes.find((known) => known === event.currentTarget.value) ?? "user")}
        >
          {demoTypes.map((known) => (
            <option key={known}>{known}</option>
          ))}
        </select>
      </div>
      <div className="tidings-field">
        <label className="tidings-label" htmlFor={`${id}-user`}>
          User id
        </label>
        <input
          id={`${id}-user`}
          name="userId"
          className="tidings-input"
          list={`${id}-users`}
          maxLength={64}
          autoComplete="off"
          aria-describedby={`${id}-user-hint`}
        />
        <datalist id={`${id}-users`}>
          {demoAccounts.map((account) => (
            <option key={account.user.id} value={account.user.id}>
              {account.user.name}
            </option>
          ))}
        </datalist>
        <p id={`${id}-user-hint`} className="tidings-hint">
          {whereTo(type, user)}
        </p>
      </div>
      <div className="tidings-field">
        <label className="tidings-label" htmlFor={`${id}-message`}>
          Message
        </label>
        <input
          id={`${id}-message`}
          name="message"
          className="tidings-input"
          maxLength={1000}
          defaultValue="Test message"
          autoComplete="off"
        />
      </div>
      <div className="tidings-field">
        <label className="tidings-label" htmlFor={`${id}-data`}>
          Data, as JSON
        </label>
        <textarea
          id={`${id}-data`}
          name="data"
          className="tidings-input tidings-code demo-json"
          rows={2}
          spellCheck={false}
          placeholder={examples[type]}
        />
      </div>
      <button type="submit" className="tidings-button" data-variant="primary" aria-disabled={isSending}>
        <Send aria-hidden size="1em" data-mirror />
        <span>Send</span>
      </button>
      <div className="demo-alerts" role="status">
        {outcome && (
          <div className="tidings-notice" data-tone={outcome.tone}>
            {outcome.tone === "success" ? <SuccessIcon /> : <WarningIcon />}
            <p>{outcome.words}</p>
          </div>
        )}
      </div>
    </form>
  );
}

/** What an empty user id means. */
function whereTo(type: DemoBody["type"], { role }: User): string {
  if (type === "broadcast") {
    return role === "admin" ? "A broadcast goes to everyone." : "Only admins may broadcast to everyone.";
  }
  if (role !== "admin" || type === "user") return "Leave it empty to send to yourself.";
  return "Leave it empty to send to everyone.";
}
