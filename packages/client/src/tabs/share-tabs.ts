import type { ShareConnections } from "../connection/share-connections.ts";
import { createTabPlatform, type TabPlatform } from "./platform.ts";
import { createTabsConnection } from "./tabs-connection.ts";

/** With whom {@link shareTabs} shares. */
export interface ShareTabsOptions {
  /**
   * Who is signed in, as a user's id: only tabs with the same key hear each other (C19.2). Not a token: scripts of this origin
   * can read it. Whoever signs in next needs another client.
   */
  readonly key: string;
  /** Locks and channels, for tests and other hosts. Default: the browser's, on secure origins; without them each tab has a connection of its own. */
  readonly platform?: TabPlatform | undefined;
}

/**
 * One connection for all tabs of the browser that open the same stream with the same query (C19 to C23): one tab has it
 * and tells the others. If that tab closes or crashes, another one continues where it stopped.
 *
 * @example
 * import { shareTabs } from "@tidings/client/tabs";
 * const client = createClient({ share: shareTabs({ key: user.id }) });
 */
export function shareTabs({ key, platform = createTabPlatform() }: ShareTabsOptions): ShareConnections {
  return ({ stream, create, ...options }) =>
    platform === undefined
      ? create(options)
      : // The number tells versions of what tabs say apart.
        createTabsConnection({ ...options, create, platform, name: `tidings/2 ${key} ${stream}` });
}
