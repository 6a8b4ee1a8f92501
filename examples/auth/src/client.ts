import { type Client, createClient } from "@tidings/client";

/** What an issuer's token endpoint answers. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** A client that renews its access token by its refresh token. Streams and calls that fail together renew it once. */
export function createSignedInClient(baseUrl: string, tokenEndpoint: string, signedIn: Tokens): Client {
  let tokens = signedIn;

  async function refresh(): Promise<string | undefined> {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: tokens.refresh_token,
      client_id: "app",
    });
    const response = await fetch(tokenEndpoint, { method: "POST", body });
    // The session is over: the stream ends with "unauthenticated", and the page shows its sign-in.
    if (response.status === 400 || response.status === 401) return undefined;
    // The issuer does not answer: the client tries again later.
    if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
    tokens = await response.json();
    return tokens.access_token;
  }

  return createClient({ baseUrl, auth: { token: () => tokens.access_token, refresh } });
}
