import { sampleUsers } from "@tidings/contracts/auth";
import { startServer } from "@tidings/services";
import { expect, it } from "vitest";
import { setStatus, signIn } from "./testing/api.ts";
import { forgeToken } from "./testing/forge-token.ts";
import { gracesOrder, received } from "./testing/seeds.ts";
import { openStream, type StreamRequest } from "./testing/stream.ts";

const secret = "the-secret-of-this-test-and-of-nobody-else";
const env = { JWT_SECRET: secret, LOG_LEVEL: "trace" };

const carriers: Readonly<Record<string, (token: string) => StreamRequest>> = {
  cookie: (token) => ({ headers: { Cookie: `jwt=${token}` } }),
  bearer: (token) => ({ headers: { Authorization: `Bearer ${token}` } }),
  query: (token) => ({ query: `?token=${token}` }),
};

it("cookie, bearer and query token each open the stream, of their own user alone, and none of them is logged", async () => {
  await using server = await startServer({ env });
  const ada = await signIn(server, "ada");
  const grace = await signIn(server, "grace");
  for (const carry of Object.values(carriers)) {
    using mine = await openStream(server, carry(ada));
    using theirs = await openStream(server, carry(grace));
    expect([mine.status, theirs.status]).toEqual([200, 200]);
    await expect.poll(() => [mine.events.length, theirs.events.length]).toEqual([1, 1]);
    await setStatus(server, received, "Preparing");
    await setStatus(server, gracesOrder, "Preparing");
    await expect.poll(() => [mine.events.length, theirs.events.length]).toEqual([2, 2]);
    expect(mine.events[1]?.data).toMatchObject({ order_code: received.order_code });
    expect(theirs.events[1]?.data).toMatchObject({ order_code: gracesOrder.order_code });
    await setStatus(server, received, "Order Received");
    await setStatus(server, gracesOrder, "Order Received");
  }
  // Everything it had to say has been said then.
  await server.kill();
  expect(server.output).toContain("stream opened");
  for (const token of [ada, grace]) expect(server.output).not.toContain(token);
});

it("expired, unsigned, endless, foreign and broken tokens open nothing, and none of them is logged", async () => {
  await using server = await startServer({ env });
  const good = { userId: sampleUsers.ada.id, algorithm: "HS256", secret, endsIn: 60 } as const;
  const bad = {
    expired: forgeToken({ ...good, endsIn: -1 }),
    unsigned: forgeToken({ ...good, algorithm: "none" }),
    endless: forgeToken({ ...good, endsIn: undefined }),
    "of another key": forgeToken({ ...good, secret: `${secret}!` }),
    "of nobody": forgeToken({ ...good, userId: "0b8f4d2e-1c55-4a6e-9a51-000000000000" }),
    "cut short": forgeToken(good).slice(0, -8),
    "no token": "no-token-at-all",
  };
  for (const carry of Object.values(carriers)) {
    using proof = await openStream(server, carry(forgeToken(good)));
    expect(proof.status, "what is forged here would be good but for one thing").toBe(200);
    for (const [what, token] of Object.entries(bad)) {
      using stream = await openStream(server, carry(token));
      expect(stream.status, what).toBe(401);
    }
  }
  await server.kill();
  expect(server.output).toContain("token=[redacted]");
  for (const token of Object.values(bad)) expect(server.output).not.toContain(token);
});
