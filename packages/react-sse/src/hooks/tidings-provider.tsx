"use client";

import type { Client } from "@tidings/client";
import { type ReactNode, useState } from "react";
import { createAnnouncer } from "../announcer/announcer.ts";
import { AnnouncerRegions } from "../announcer/announcer-regions.tsx";
import { pageClient } from "./page-client.ts";
import { TidingsContext } from "./tidings-context.ts";

/** Props of {@link TidingsProvider}. */
export interface TidingsProviderProps {
  /**
   * From `createClient`. Make it outside of rendering, once for a page or a session; whoever made it closes it.
   * Default: the page's one client with `createClient`'s defaults, which calls the page's own origin and is never
   * closed. A server component, which cannot pass a client on, leaves it out, or renders a client component that makes
   * it (C33).
   */
  readonly client?: Client | undefined;
  readonly children?: ReactNode;
}

/**
 * Gives every hook below it one client, and the page one announcer. Renders two empty live regions, so that a
 * screen reader knows them before they speak.
 *
 * @example
 * const client = createClient();
 * createRoot(root).render(<TidingsProvider client={client}><App /></TidingsProvider>);
 * @example export default function Layout({ children }) { return <TidingsProvider>{children}</TidingsProvider>; }
 */
export function TidingsProvider({ client = pageClient(), children }: TidingsProviderProps): ReactNode {
  const [announcer] = useState(() => createAnnouncer(client.host));
  return (
    <TidingsContext.Provider value={{ client, announcer }}>
      {children}
      <AnnouncerRegions announcer={announcer} />
    </TidingsContext.Provider>
  );
}
