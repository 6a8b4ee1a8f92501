import { createContext, use, useSyncExternalStore } from "react";
import type { Session, SessionState } from "./session.ts";

/** The page's session. */
export const SessionContext = createContext<Session | undefined>(undefined);

/** The session, for signing in and out. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("useSession needs a <SessionContext value={session}> above it");
  return session;
}

/** Who is at the page, now. */
export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.getSnapshot);
}
