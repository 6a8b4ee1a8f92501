import { type ReactNode, useEffect, useState } from "react";

/** How old the list is, in words that count up. Not a live region: it would never stop talking. */
export function FetchedAgo({ at }: { readonly at: number | undefined }): ReactNode {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (at === undefined) return null;
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const ago = seconds < 1 ? "just now" : seconds < 90 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
  return <p className="tidings-meta tidings-amount">Fetched {ago}</p>;
}
