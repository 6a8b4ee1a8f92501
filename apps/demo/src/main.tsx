import { createClient } from "@tidings/client";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { apiOf } from "./api.ts";
import { App } from "./app.tsx";
import { createSession } from "./session/session.ts";
import { SessionContext } from "./session/session-context.ts";

// The mode is a constant when the demo is built, so a production bundle holds nothing of the mocks.
const mocks = import.meta.env.MODE === "mocks" ? await (await import("./mocks/start.tsx")).startMocks() : undefined;

const session = createSession({
  channel: new BroadcastChannel("tidings-session"),
  createClient: (auth) =>
    createClient({
      ...apiOf(import.meta.env, location),
      ...(auth && { auth }),
      ...(mocks && { host: mocks.host }),
    }),
});
void session.check();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <SessionContext value={session}>
        <App tools={mocks?.panel} />
      </SessionContext>
    </StrictMode>,
  );
}
