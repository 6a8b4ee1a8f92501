import type { Client } from "@tidings/client";
import type { User } from "@tidings/contracts/auth";
import { TidingsProvider } from "@tidings/react-sse";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { signOut, whoAmI } from "../contract.ts";
import { DeskPage } from "./desk-page.tsx";
import { SignInPage } from "./sign-in-page.tsx";

type Visitor =
  | { readonly status: "unknown" }
  | { readonly status: "in"; readonly user: User; readonly client: Client }
  | { readonly status: "out"; readonly reason?: string };

/** The orders for a signed-in admin, the sign-in page for everyone else. */
export function App(props: {
  readonly client: Client;
  /**
   * Makes the client of the signed-in user. All tabs of this user share one connection, and no tab of another user
   * does.
   */
  readonly clientOf: (user: User) => Client;
}): ReactNode {
  const { client, clientOf } = props;
  const [visitor, setVisitor] = useState<Visitor>({ status: "unknown" });
  const enter = useCallback((user: User) => setVisitor({ status: "in", user, client: clientOf(user) }), [clientOf]);
  useEffect(() => {
    client.call(whoAmI, {}).then(
      ({ data: user }) => enter(user),
      () => setVisitor({ status: "out" }),
    );
  }, [client, enter]);
  const onExpired = useCallback(() => {
    setVisitor({ status: "out", reason: "Your session has ended. Sign in again" });
  }, []);
  const leave = useCallback(() => {
    setVisitor({ status: "out" });
    // Leave the page whatever the answer is. Without an answer the session ends when its token expires.
    client.call(signOut, {}).catch(() => {});
  }, [client]);

  if (visitor.status === "unknown") return null;
  if (visitor.status === "out") return <SignInPage client={client} reason={visitor.reason} onSignIn={enter} />;
  return (
    <TidingsProvider client={visitor.client}>
      <DeskPage user={visitor.user} onSignOut={leave} onExpired={onExpired} />
    </TidingsProvider>
  );
}
