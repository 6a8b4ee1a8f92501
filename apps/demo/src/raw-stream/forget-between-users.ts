import type { StreamTap } from "@tidings/react-sse/devtools";
import type { Session, SessionState } from "../session/session.ts";

/** Empties the tap when another user signs in, because the next user must not see the former one's events. */
export function forgetBetweenUsers(
  session: Pick<Session, "getSnapshot" | "subscribe">,
  tap: Pick<StreamTap, "clear">,
): void {
  let seen = userIdIn(session.getSnapshot());
  session.subscribe(() => {
    const now = userIdIn(session.getSnapshot());
    if (now === seen) return;
    seen = now;
    tap.clear();
  });
}

/** Whose page it is; undefined while it is nobody's. */
export function userIdIn(state: SessionState): string | undefined {
  return state.status === "signed-in" ? state.user.id : undefined;
}
