import type { EndpointData } from "@tidings/contracts";
import { login, sampleUsers } from "@tidings/contracts/auth";
import { type OrderStatus, updateOrderStatus } from "@tidings/contracts/orders";

/** A user that a server in development is seeded with. */
export type Person = keyof typeof sampleUsers;

/** The password of each of them, as the README prints it. */
export const PASSWORD = "tidings-demo";

/** Where requests go: a server, or a proxy in front of one. */
export interface Site {
  readonly url: string;
}

/** Signs in and answers the token. */
export async function signIn(site: Site, person: Person): Promise<string> {
  const response = await fetch(`${site.url}${login.path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: sampleUsers[person].email, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`${person} could not sign in: ${await response.text()}`);
  const body = (await response.json()) as { readonly data: EndpointData<typeof login> };
  return body.data.token;
}

/** One sign-in a site: hashing a password takes its time. */
const adminTokens = new WeakMap<Site, string>();

/** Sets an order's status as the admin. */
export async function setStatus(site: Site, order: { readonly id: string }, status: OrderStatus): Promise<void> {
  const token = adminTokens.get(site) ?? (await signIn(site, "admin"));
  adminTokens.set(site, token);
  const response = await fetch(`${site.url}${updateOrderStatus.path.replace(":id", order.id)}`, {
    method: updateOrderStatus.method,
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ order_status: status }),
  });
  if (!response.ok) throw new Error(`the status was not set: ${await response.text()}`);
}
