import type { Access } from "@tidings/contracts";
import { TidingsProvider } from "@tidings/react-sse";
import { Lock, RefreshCw, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { Link, Redirect, useLocation, useSearch } from "wouter";
import { OrderNews } from "../orders/order-news.tsx";
import { useSession, useSessionState } from "../session/session-context.ts";
import { signInPath } from "../sign-in/return-path.ts";
import { Page } from "./page.tsx";

/** Shows the page to users who may see it. Others are sent to sign in and back, or told why they may not see it. */
export function RequireSession({
  access,
  children,
}: {
  readonly access: Access;
  readonly children: ReactNode;
}): ReactNode {
  const session = useSession();
  const state = useSessionState();
  const [path] = useLocation();
  const search = useSearch();

  switch (state.status) {
    case "checking":
      return <p className="tidings-meta">Opening your session…</p>;
    case "unreachable":
      return (
        <Page title="The server does not answer">
          <div className="tidings-blank" role="alert">
            <Unplug aria-hidden className="tidings-blank-picture" />
            <p>It may be restarting, or you may be offline. You haven't lost anything.</p>
            <button type="button" className="tidings-button" onClick={() => void session.check()}>
              <RefreshCw aria-hidden size="1em" />
              <span>Try again</span>
            </button>
          </div>
        </Page>
      );
    case "signed-out":
      return <Redirect to={signInPath(search ? `${path}?${search}` : path)} replace />;
    case "signed-in":
      return (
        <TidingsProvider client={state.client}>
          <OrderNews />
          {access === "admin" && state.user.role !== "admin" ? <Forbidden name={state.user.name} /> : children}
        </TidingsProvider>
      );
  }
}

function Forbidden({ name }: { readonly name: string }): ReactNode {
  return (
    <Page title="For admins only">
      <div className="tidings-blank">
        <Lock aria-hidden className="tidings-blank-picture" />
        <p>{`Only admins can see everyone's orders. You're signed in as ${name}.`}</p>
        <Link href="/" className="tidings-button">
          Back to my orders
        </Link>
      </div>
    </Page>
  );
}
