import { ClientError } from "@tidings/client";
import { login } from "@tidings/contracts/auth";
import { initialOf, WarningIcon } from "@tidings/react-sse/components";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Redirect, useSearch } from "wouter";
import { Page } from "../layout/page.tsx";
import { useSession, useSessionState } from "../session/session-context.ts";
import { demoAccounts, demoPassword, offersDemoAccounts } from "./demo-accounts.ts";
import { returnPath } from "./return-path.ts";

/** Sign in with a form, or in one click as one of the demo's people; then back to the page that was asked for. */
export function SignInPage(): ReactNode {
  const session = useSession();
  const state = useSessionState();
  const search = useSearch();
  const password = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<Problem>();

  if (state.status === "signed-in") return <Redirect to={returnPath(search)} replace />;

  const signIn = async (email: string, secret: string, by: string) => {
    if (busy) return;
    setBusy(by);
    setProblem(undefined);
    try {
      await session.signIn(email, secret);
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(undefined);
      if (by === "form") password.current?.select();
    }
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void signIn(String(form.get("email")), String(form.get("password")), "form");
  };

  const expired = state.status === "signed-out" && state.reason === "expired";
  return (
    <div className="demo-sign-in">
      <Page title="Sign in" lead="Place an order and watch its status change live.">
        <div className="demo-alerts" role="alert">
          {expired && !problem && (
            <div className="tidings-notice" data-tone="warning">
              <WarningIcon />
              <p>Your session has expired. Sign in again to pick up where you left off.</p>
            </div>
          )}
          {problem && (
            <div className="tidings-notice" data-tone="danger" id="sign-in-problem">
              <WarningIcon />
              <p>{problem.words}</p>
            </div>
          )}
        </div>
        <div className="demo-envelope">
          <form className="tidings-stack" onSubmit={submit}>
            <div className="tidings-field">
              <label className="tidings-label" htmlFor="email">
                Email
              </label>
              <input
                className="tidings-input"
                id="email"
                name="email"
                type="email"
                autoComplete="username"
                required
                {...problem?.inForm}
              />
            </div>
            <div className="tidings-field">
              <label className="tidings-label" htmlFor="password">
                Password
              </label>
              <input
                ref={password}
                className="tidings-input"
                id="password"
                name="password"
                type="password"
                autoComplete="current-password"
                required
                {...problem?.inForm}
              />
            </div>
            <button type="submit" className="tidings-button" data-variant="primary" aria-disabled={busy !== undefined}>
              {busy === "form" ? "Signing in…" : "Sign in"}
            </button>
          </form>
        </div>
        {offersDemoAccounts(import.meta.env.MODE, location.hostname) && (
          <section className="tidings-stack" data-gap="tight" aria-labelledby="demo-accounts">
            <h2 className="tidings-subheading" id="demo-accounts">
              Or try it as
            </h2>
            <ul className="demo-accounts">
              {demoAccounts.map(({ user, about }) => (
                <li key={user.id}>
                  <button
                    type="button"
                    className="demo-account"
                    aria-disabled={busy !== undefined}
                    onClick={() => void signIn(user.email, demoPassword, user.id)}
                  >
                    <span className="demo-stamp" aria-hidden="true">
                      {initialOf(user.name)}
                    </span>
                    <span>
                      <span className="demo-account-name">{busy === user.id ? "Signing in…" : user.name}</span>
                      <span className="tidings-meta">{about}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </Page>
    </div>
  );
}

interface Problem {
  readonly words: string;
  /** For the inputs, where it is they that are wrong. */
  readonly inForm: { readonly "aria-invalid": true; readonly "aria-describedby": string } | undefined;
}

function problemOf(error: unknown): Problem {
  if (error instanceof ClientError && error.status === 401) {
    return {
      words: `${login.errors[401]}. Check both, and make sure Caps Lock is off.`,
      inForm: { "aria-invalid": true, "aria-describedby": "sign-in-problem" },
    };
  }
  const words = error instanceof ClientError && error.status ? error.errors.join(". ") : undefined;
  return { words: words ?? "The server could not be reached. Try again in a moment.", inForm: undefined };
}
