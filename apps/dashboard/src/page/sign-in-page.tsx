import { type Client, ClientError } from "@tidings/client";
import type { User } from "@tidings/contracts/auth";
import { LetterIcon, WarningIcon } from "@tidings/react-sse/components";
import { type FormEvent, type ReactNode, useState } from "react";
import { signIn } from "../contract.ts";

/** The sign-in page. */
export function SignInPage(props: {
  readonly client: Client;
  /** Why a session has ended, for somebody who was signed in. */
  readonly reason: string | undefined;
  readonly onSignIn: (user: User) => void;
}): ReactNode {
  const { client, reason, onSignIn } = props;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(reason);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const body = { email: String(form.get("email")), password: String(form.get("password")) };
    setBusy(true);
    setProblem(undefined);
    try {
      onSignIn((await client.call(signIn, { body })).data);
    } catch (error) {
      setProblem(error instanceof ClientError && error.status ? error.errors.join(". ") : UNREACHABLE);
      setBusy(false);
    }
  };

  return (
    <main className="tidings-main desk-door">
      <p className="shell-brand">
        <LetterIcon />
        <span>Tidings</span>
      </p>
      <h1 className="tidings-title">Orders desk</h1>
      <p className="tidings-lead">See every order the moment it's placed. Admins only.</p>
      <div className="desk-alerts" role="alert">
        {problem && (
          <div className="tidings-notice" data-tone="danger">
            <WarningIcon />
            <p>{`${problem}.`}</p>
          </div>
        )}
      </div>
      <form className="tidings-panel desk-form" onSubmit={(event) => void submit(event)}>
        <div className="tidings-field">
          <label className="tidings-label" htmlFor="email">
            Email
          </label>
          <input className="tidings-input" id="email" name="email" type="email" autoComplete="username" required />
        </div>
        <div className="tidings-field">
          <label className="tidings-label" htmlFor="password">
            Password
          </label>
          <input
            className="tidings-input"
            id="password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        </div>
        <button type="submit" className="tidings-button" data-variant="primary" aria-disabled={busy}>
          {busy ? "Signing in…" : "Sign in"}
        </button>
      </form>
    </main>
  );
}

const UNREACHABLE = "The dashboard could not be reached. Try again in a moment";
