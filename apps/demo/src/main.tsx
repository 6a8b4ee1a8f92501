import { createClient } from "@tidings/client";
import { shareTabs } from "@tidings/client/tabs";
import { PageBoundary } from "@tidings/react-sse/components";
import { createStreamTap } from "@tidings/react-sse/devtools";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { apiOf } from "./api.ts";
import { App } from "./app.tsx";
import { forgetBetweenUsers } from "./raw-stream/forget-between-users.ts";
import { hasOwnStreams } from "./raw-stream/own-streams.ts";
import { createSession } from "./session/session.ts";
import { SessionContext } from "./session/session-context.ts";

// The mode is a constant when the demo is built, so a production bundle holds nothing of the mocks.
const mocks = import.meta.env.MODE === "mocks" ? await (await import("./mocks/start.tsx")).startMocks() : undefined;

// Made before the first stream, so that the panel shows it from the beginning. The panel itself is loaded later.
const tap = createStreamTap({ ...(mocks && { host: mocks.host }) });

const session = createSession({
  ...openSessionChannel(),
  createClient: (owner) =>
    createClient({
      ...apiOf(import.meta.env, location),
      ...(owner && { auth: owner.auth }),
      // A browser opens at most six connections to a server, so a seventh tab would wait for ever. With mocks nothing
      // is shared, because each tab has its own.
      ...(owner && !mocks && !hasOwnStreams() && { share: shareTabs({ key: owner.user.id }) }),
      host: { ...mocks?.host, fetch: tap.fetch },
    }),
});
forgetBetweenUsers(session, tap);

/**
 * Opens the channel between tabs. Without it (a page without storage) a tab notices only at its next request that
 * someone signed out in another tab.
 */
function openSessionChannel(): { readonly channel?: BroadcastChannel } {
  try {
    return { channel: new BroadcastChannel("tidings-session") };
  } catch {
    return {};
  }
}

void session.check();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <PageBoundary>
        <SessionContext value={session}>
          <App tools={mocks?.panel} tap={tap} />
        </SessionContext>
      </PageBoundary>
    </StrictMode>,
  );
}
