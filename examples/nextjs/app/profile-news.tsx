"use client";

import { createClient } from "@tidings/client";
import { type SSEEvent, TidingsProvider, useSSE } from "@tidings/react-sse";
import { useEffect, useState } from "react";

const client = createClient();

/** What happens to the signed-in user's profile, in whichever window it was done, and a button that does it. */
export function ProfileNews() {
  return (
    <TidingsProvider client={client}>
      <News />
    </TidingsProvider>
  );
}

function News() {
  const { isConnected, error, addEventListener } = useSSE();
  const [news, setNews] = useState<readonly SSEEvent[]>([]);
  useEffect(
    () => addEventListener("profile_updated", (event) => setNews((all) => [event, ...all])),
    [addEventListener],
  );

  return (
    <>
      <p role="status">{isConnected ? "Connected: what changes is shown at once" : (error ?? "Connecting…")}</p>
      <p>
        <button type="button" className="tidings-button" onClick={() => fetch("/api/profile", { method: "POST" })}>
          Save my profile
        </button>
      </p>
      {news.length === 0 ? <p>Nothing has changed yet.</p> : null}
      <ol reversed aria-live="polite">
        {news.map((event, index) => (
          <li key={news.length - index}>{messageOf(event)}</li>
        ))}
      </ol>
    </>
  );
}

function messageOf({ data }: SSEEvent): string {
  return typeof data === "object" && data !== null && "message" in data ? String(data.message) : "Profile updated";
}
