"use client";

import type { Client } from "@tidings/client";
import { type ReactNode, useState } from "react";
import { createAnnouncer } from "../announcer/announcer.ts";
import { AnnouncerRegions } from "../announcer/announcer-regions.tsx";
import { TidingsContext } from "./tidings-context.ts";

/** Props of {@link TidingsProvider}. */
export interface TidingsProviderProps {
  /** From `createClient`; made outside of rendering, once for a page or a session. Whoever made it closes it. */
  readonly client: Client;
  readonly children?: ReactNode;
}

/**
 * Gives every hook below it one client, and the page one announcer. Renders two empty live regions, so that a
 * screen reader knows them before they speak.
 *
 * @example
 * const client = createClient();
 * createRoot(root).render(<TidingsProvider client={client}><App /></TidingsProvider>);
 */
export function TidingsProvider({ client, children }: TidingsProviderProps): ReactNode {
  const [announcer] = useState(() => createAnnouncer(client.host));
  return (
    <TidingsContext value={{ client, announcer }}>
      {children}
      <AnnouncerRegions announcer={announcer} />
    </TidingsContext>
  );
}
