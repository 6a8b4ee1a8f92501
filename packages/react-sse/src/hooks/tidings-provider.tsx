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
   * From `createClient`; made outside of rendering, once for a page or a session. Whoever made it closes it. Default: one
   * with `createClient`'s defaults, which the page has once and never closes: it calls the page's own origin. A server
   * component, which cannot pass a client on, leaves it out, or renders a client component that makes it (C33).
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
