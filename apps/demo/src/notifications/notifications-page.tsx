import { ClientError } from "@tidings/client";
import { notificationsStream, sendDemoNotification } from "@tidings/contracts/notifications";
import {
  useConnectionStatus,
  useEventToasts,
  useNotifications,
  useOperationAnnouncements,
  useOperations,
  useStream,
  useTidings,
} from "@tidings/react-sse";
import { ConnectionIndicator, NotificationCenter, ProgressList, WarningIcon } from "@tidings/react-sse/components";
import { Bell, CloudAlert, TriangleAlert, Upload } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Page } from "../layout/page.tsx";
import { useUser } from "../session/use-user.ts";
import { pretendUpload } from "./pretend-upload.ts";

/** The user's notifications, running operations, and buttons that cause some. */
export function NotificationsPage(): ReactNode {
  const connection = useConnectionStatus(notificationsStream);
  const stream = useStream(notificationsStream);
  const { notifications, markRead, markAllRead, clear } = useNotifications();
  const { operations, dismiss } = useOperations();
  useEventToasts(notificationsStream);
  useOperationAnnouncements();
  const reconnect = () => stream?.reconnect();
  return (
    <Page
      title="Notifications"
      lead="Updates from across the app appear here. Open the bell to read them."
      aside={
        <div className="tidings-cluster">
          <ConnectionIndicator status={connection} onReconnect={reconnect} />
          <NotificationCenter
            notifications={notifications}
            onRead={markRead}
            onReadAll={markAllRead}
            onClear={clear}
            connection={connection}
          />
        </div>
      }
    >
      <div className="tidings-columns">
        <section className="tidings-panel tidings-stack" aria-labelledby="under-way">
          <h2 id="under-way" className="tidings-subheading">
            In progress
          </h2>
          <ProgressList
            label="In progress"
            operations={operations}
            onDismiss={dismiss}
            empty="Nothing in progress. Start an upload to follow it here."
          />
        </section>
        <TryIt />
      </div>
    </Page>
  );
}

const files = ["holiday.jpg", "invoice-2026.pdf", "recipes.zip", "grandmother.mov"] as const;

function TryIt(): ReactNode {
  const client = useTidings();
  const user = useUser();
  const [started, setStarted] = useState(0);
  const [problem, setProblem] = useState<string>();
  const name = files[started % files.length] ?? files[0];

  const attempt = async (does: () => Promise<unknown>) => {
    setProblem(undefined);
    try {
      await does();
    } catch (error) {
      // Whoever signed out meanwhile wants to hear nothing of it.
      if (error instanceof ClientError && (error.code === "closed" || error.code === "aborted")) return;
      setProblem(error instanceof ClientError ? error.reason : "something went wrong");
    }
  };
  const upload = (fails: boolean) => {
    setStarted(started + 1);
    void attempt(() => pretendUpload(client, { userId: user.id, name, fails }));
  };
  const send = (body: Parameters<typeof client.call<typeof sendDemoNotification>>[1]["body"]) =>
    void attempt(() => client.call(sendDemoNotification, { body: { ...body, userId: user.id } }));

  return (
    <section className="tidings-panel tidings-stack" aria-labelledby="try-it">
      <h2 id="try-it" className="tidings-subheading">
        Try it
      </h2>
      <p className="tidings-text">
        Nothing is actually uploaded. The server just sends progress events to every open tab, as it would for a real
        job.
      </p>
      <div className="tidings-cluster">
        <button type="button" className="tidings-button" data-variant="primary" onClick={() => upload(false)}>
          <Upload aria-hidden size="1em" />
          <span>{`Upload ${name}`}</span>
        </button>
        <button type="button" className="tidings-button" onClick={() => upload(true)}>
          <CloudAlert aria-hidden size="1em" />
          <span>Upload one that fails</span>
        </button>
        <button
          type="button"
          className="tidings-button"
          onClick={() =>
            send({ type: "user", message: `It works, ${user.name}.`, data: { title: "A note to yourself" } })
          }
        >
          <Bell aria-hidden size="1em" />
          <span>Send me a note</span>
        </button>
        <button
          type="button"
          className="tidings-button"
          onClick={() =>
            send({ type: "system", message: "Maintenance scheduled for 2 AM", data: { level: "warning" } })
          }
        >
          <TriangleAlert aria-hidden size="1em" />
          <span>Warn me</span>
        </button>
      </div>
      <div className="demo-alerts" role="alert">
        {problem && (
          <div className="tidings-notice" data-tone="danger">
            <WarningIcon />
            <p>{`That did not work: ${problem}.`}</p>
          </div>
        )}
      </div>
    </section>
  );
}
