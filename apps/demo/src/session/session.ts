import { type AuthOptions, type Client, ClientError, createClientListeners } from "@tidings/client";
import { login, logout, me, type User } from "@tidings/contracts/auth";
import type { Store } from "@tidings/contracts/listeners";

/** Who is signed in on the page. */
export type SessionState =
  /** The server is being asked whose cookie this is. */
  | { readonly status: "checking" }
  /** It could not be asked. */
  | { readonly status: "unreachable" }
  | {
      readonly status: "signed-out";
      /** `expired` where a session ended that was in use. */
      readonly reason: "expired" | "own-wish" | "never-signed-in";
    }
  | {
      readonly status: "signed-in";
      readonly user: User;
      /** This session's own client: the streams of one user must never be joined by the next. */
      readonly client: Client;
    };

/** The session of a page. The token itself is an HttpOnly cookie, which scripts cannot read. */
export interface Session extends Store<SessionState> {
  /** Asks the server who is signed in. */
  check(): Promise<void>;
  /** @throws ClientError, `http` with status 401 for a wrong email or password */
  signIn(email: string, password: string): Promise<void>;
  /** @throws ClientError if the server could not be reached; the session then continues */
  signOut(): Promise<void>;
}

/** How other tabs of the page hear that someone signed in or out. A BroadcastChannel, or a test's. */
export interface SessionChannel {
  onmessage: ((message: MessageEvent) => void) | null;
  postMessage(message: string): void;
}

/** Who a client belongs to, and what turns its first 401 into "your session has expired". */
export interface ClientOwner {
  readonly user: User;
  readonly auth: AuthOptions;
}

/** Makes the session. `createClient` is called once without anyone's identity, and once for each sign-in. */
export function createSession(options: {
  createClient(owner?: ClientOwner): Client;
  readonly channel?: SessionChannel;
}): Session {
  const anonymousClient = options.createClient();
  const listeners = createClientListeners(anonymousClient, "the session");
  let state: SessionState = { status: "checking" };

  const set = (next: SessionState) => {
    const before = state;
    state = next;
    listeners.notify();
    // Close the client afterwards, so that pages have released their streams first.
    if (before.status === "signed-in") before.client.close();
  };

  const enter = (user: User) => {
    const refresh = async () => {
      if (state.status === "signed-in" && state.client === client) set({ status: "signed-out", reason: "expired" });
      return undefined;
    };
    const client = options.createClient({ user, auth: { refresh } });
    set({ status: "signed-in", user, client });
  };

  const check = async () => {
    const before = state;
    try {
      const { data: user } = await anonymousClient.call(me, {});
      if (state !== before) return;
      if (before.status !== "signed-in" || before.user.id !== user.id) enter(user);
    } catch (error) {
      if (state !== before) return;
      const refused = error instanceof ClientError && error.status === 401;
      if (refused) {
        set({ status: "signed-out", reason: before.status === "signed-in" ? "own-wish" : "never-signed-in" });
      } else if (before.status !== "signed-in") set({ status: "unreachable" });
    }
  };

  // Another tab signed in or out: the cookie is everyone's, so this page may be showing the wrong person's orders.
  if (options.channel) options.channel.onmessage = () => void check();

  return {
    getSnapshot: () => state,
    subscribe: listeners.add,
    check,
    async signIn(email, password) {
      const { data } = await anonymousClient.call(login, { body: { email, password } });
      enter(data.user);
      options.channel?.postMessage("signed-in");
    },
    async signOut() {
      await anonymousClient.call(logout, {});
      set({ status: "signed-out", reason: "own-wish" });
      options.channel?.postMessage("signed-out");
    },
  };
}
