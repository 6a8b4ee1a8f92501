import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createClient } from "@tidings/client";
import { notificationsStream } from "@tidings/contracts/notifications";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hub } from "./hub.ts";
import type { AppRouter } from "./router.ts";
import { createAppServer } from "./server.ts";

const server = createAppServer();
let url: string;

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await hub.close();
  await once(server, "close");
});

const trpc = (token: string) =>
  createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/trpc`, headers: { authorization: `Bearer ${token}` } })],
  });

/** A page of somebody: everything that its stream heard, the greeting aside. */
async function openPage(token: string) {
  const client = createClient({ baseUrl: url, lingerMs: 0, auth: { token: () => token } });
  const stream = client.open(notificationsStream);
  const heard: unknown[] = [];
  stream.onAny(({ event, data }) => event !== "connected" && heard.push([event, data]));
  await expect.poll(() => stream.getSnapshot().state).toBe("open");
  return { heard, [Symbol.dispose]: () => client.close() };
}

it("003 tRPC: a mutation answers its caller, and every page of that user hears it", async () => {
  using first = await openPage("token-of-ada");
  using second = await openPage("token-of-ada");
  using grace = await openPage("token-of-grace");

  const user = { id: "ada", name: "Ada Lovelace" };
  expect(await trpc("token-of-ada").user.updateProfile.mutate({ name: "Ada Lovelace" })).toEqual(user);

  const update = ["profile_updated", { message: "Profile updated successfully", user }];
  await expect.poll(() => [first.heard, second.heard]).toEqual([[update], [update]]);
  // Were Ada's event Grace's as well, it would have come before this one.
  await trpc("token-of-grace").user.updateProfile.mutate({ name: "Grace Hopper" });
  await expect.poll(() => grace.heard).toHaveLength(1);
  expect(grace.heard).toMatchObject([["profile_updated", { user: { id: "grace" } }]]);
});

it("003 tRPC: what is refused is told to nobody", async () => {
  using page = await openPage("token-of-ada");
  await expect(trpc("forged").user.updateProfile.mutate({ name: "Mallory" })).rejects.toMatchObject({
    data: { code: "UNAUTHORIZED" },
  });
  await expect(trpc("token-of-ada").user.updateProfile.mutate({ name: " " })).rejects.toMatchObject({
    data: { code: "BAD_REQUEST" },
  });
  await trpc("token-of-ada").user.updateProfile.mutate({ name: "Ada" });
  await expect.poll(() => page.heard).toHaveLength(1);
  expect(page.heard).toMatchObject([["profile_updated", { user: { name: "Ada" } }]]);
});

it("003 tRPC: the stream is for who is signed in", async () => {
  expect((await fetch(`${url}/api/sse`)).status).toBe(401);
});
