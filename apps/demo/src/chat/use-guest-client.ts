import { type Client, ClientError, createClient } from "@tidings/client";
import { login, type User } from "@tidings/contracts/auth";
import { useTidings } from "@tidings/react-sse";
import { useCallback, useEffect, useState } from "react";
import { apiOf } from "../api.ts";
import { demoPassword } from "../sign-in/demo-accounts.ts";

/** Somebody else at the same page. */
export type Guest =
  | { readonly status: "signing-in" }
  | { readonly status: "failed"; readonly why: string; again(): void }
  | { readonly status: "signed-in"; readonly client: Client };

/**
 * A separate client for one of the demo's accounts, whoever the page itself is signed in as. It holds a bearer token in
 * memory, and neither sends nor stores the page's cookie.
 */
export function useGuestClient({ email }: Pick<User, "email">): Guest {
  const { host } = useTidings();
  const [guest, setGuest] = useState<Guest>({ status: "signing-in" });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((before) => before + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round signs in again
  useEffect(() => {
    const options = { ...apiOf(import.meta.env, location), credentials: "omit", host } as const;
    const anonymousClient = createClient(options);
    const signIn = async () => {
      const { data } = await anonymousClient.call(login, { body: { email, password: demoPassword } });
      return data.token;
    };
    let client: Client | undefined;
    let isGone = false;

    const enter = async () => {
      try {
        const token = await signIn();
        if (isGone) return;
        client = createClient({ ...options, auth: { token: () => token, refresh: signIn } });
        setGuest({ status: "signed-in", client });
      } catch (error) {
        const why = error instanceof ClientError ? error.reason : "something went wrong";
        if (!isGone) setGuest({ status: "failed", why, again });
      }
    };
    setGuest({ status: "signing-in" });
    void enter();
    return () => {
      isGone = true;
      anonymousClient.close();
      client?.close();
    };
  }, [email, host, round, again]);

  return guest;
}
