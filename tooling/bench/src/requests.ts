import { login } from "@tidings/contracts/auth";
import { ordersStream } from "@tidings/contracts/orders";

/** Signs a demo user in and answers the token. */
export async function signIn(port: number, email = "ada@example.com"): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${login.path}`, {
    method: login.method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password: "tidings-demo" }),
  });
  const body = (await response.json()) as { data: { token: string } };
  return body.data.token;
}

/** What every reader of the swarm sends; the peers ignore the token, but are sent one as long. */
export function streamRequest(port: number, token: string, lastEventId?: string): string {
  return [
    `GET ${ordersStream.path} HTTP/1.1`,
    `Host: localhost:${port}`,
    "Accept: text/event-stream",
    `Authorization: Bearer ${token}`,
    ...(lastEventId === undefined ? [] : [`Last-Event-ID: ${lastEventId}`]),
    "\r\n",
  ].join("\r\n");
}
