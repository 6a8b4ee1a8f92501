"use client";

import { notificationsStream } from "@tidings/contracts/notifications";
import { type SSEEvent, useConnectionStatus, useSSE } from "@tidings/react-sse";
import { ConnectionIndicator } from "@tidings/react-sse/components";
import { useEffect, useState } from "react";

/** What happens to the signed-in user's profile, in whichever window it was done, and a button that does it. */
export function ProfileNews() {
  const { addEventListener, connect } = useSSE();
  const connection = useConnectionStatus(notificationsStream);
  const [news, setNews] = useState<readonly SSEEvent[]>([]);
  useEffect(
    () => addEventListener("profile_updated", (event) => setNews((all) => [event, ...all])),
    [addEventListener],
  );

  return (
    <>
      <div className="tidings-cluster">
        <button type="button" className="tidings-button" data-variant="primary" onClick={saveProfile}>
          Save my profile
        </button>
        <ConnectionIndicator status={connection} onReconnect={connect} />
      </div>
      {news.length === 0 ? <p className="tidings-text">Nothing has changed yet.</p> : null}
      <ol reversed aria-label="What has changed, newest first" aria-live="polite">
        {news.map((event, index) => (
          <li key={news.length - index}>{messageOf(event)}</li>
        ))}
      </ol>
    </>
  );
}

/** What comes of it is heard on the stream, here as in every other window. */
function saveProfile() {
  void fetch("/api/profile", { method: "POST" });
}

function messageOf({ data }: SSEEvent): string {
  return typeof data === "object" && data !== null && "message" in data ? String(data.message) : "Profile updated";
}
