import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { createRevocations, createStreamTickets } from "@tidings/admission";
import { createHashQueue } from "@tidings/admission/passwords";
import { createLoginLimits } from "@tidings/admission/rates";
import { login, sampleUsers } from "@tidings/contracts/auth";
import { createOrigins, createReadJson } from "@tidings/express";
import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import express from "express";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { answerErrors } from "../http/answer-errors.ts";
import { serveAuth } from "./routes.ts";
import { createSessionCookie } from "./session-cookie.ts";
import { secretKeys } from "./token-keys.ts";
import { createTokens } from "./tokens.ts";

/** The sign-in with hashes that end when the test says so; whatever is typed, `right` is right. */
async function setUp(maxWaiting: number, perPair = Number.POSITIVE_INFINITY) {
  const hashing: { readonly password: string; end(): void }[] = [];
  const began: string[] = [];
  const logged: string[] = [];
  const router = express();
  const hub = createHub({ log: createMemoryLog() });
  serveAuth(
    {
      router,
      authenticate: () => Promise.reject(new Error("not asked here")),
      readJson: createReadJson(1024),
      origins: createOrigins([]),
    },
    {
      users: {
        find: async () => sampleUsers.ada,
        findLogin: async () => ({ user: sampleUsers.ada, passwordHash: "hash" }),
        insert: async () => {},
        isEmpty: async () => false,
      },
      passwords: {
        hash: async () => "hash",
        check(password) {
          began.push(password);
          return new Promise((resolve) => hashing.push({ password, end: () => resolve(password === "right") }));
        },
      },
      hashes: createHashQueue({ concurrency: 1, maxWaiting }),
      limitLogins: createLoginLimits({ perPair }, login.errors[429]),
      tokens: createTokens(secretKeys("x".repeat(32)), 60),
      cookie: createSessionCookie({ secure: false, ttlSeconds: 60 }),
      tickets: createStreamTickets(),
      revocations: createRevocations(hub),
    },
  );
  router.use(answerErrors(pino({ level: "trace" }, { write: (line) => logged.push(line) })));
  const server = router.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await hub.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${login.path}`;
  const headers = { "Content-Type": "application/json" };
  const bodyOf = (password: string) => JSON.stringify({ email: "ada@example.com", password });

  return {
    began,
    logged,
    signIn: (password: string) => fetch(url, { method: "POST", headers, body: bodyOf(password) }),
    /** Asks from a connection that can be cut. */
    askAndCut(password: string) {
      const asking = request(url, { method: "POST", headers });
      asking.on("error", () => {});
      asking.end(bodyOf(password));
      return () => asking.destroy();
    },
    async begins(password: string) {
      await expect.poll(() => began).toContain(password);
    },
    end: (password: string) => hashing.find((one) => one.password === password)?.end(),
    connections: () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count))),
  };
}

it("S20.4: an attempt whose client has gone while it waited is never hashed, and does not count as failed", async () => {
  const { signIn, askAndCut, begins, end, began, connections } = await setUp(8, 2);
  const running = signIn("wrong");
  await begins("wrong");
  const open = await connections();
  const cut = askAndCut("of a client that goes");
  await expect.poll(() => connections()).toBe(open + 1);
  // Read, counted and waiting: nothing tells of it from outside.
  for (let turns = 0; turns < 50; turns += 1) await turn();
  cut();
  await expect.poll(() => connections()).toBe(open);
  const right = signIn("right");
  end("wrong");
  expect((await running).status).toBe(401);
  await begins("right");
  end("right");
  // Of two attempts the limit takes, the one that went away has used none.
  expect((await right).status).toBe(200);
  expect(began).toEqual(["wrong", "right"]);
});

it("S20.3: who finds the queue full is told to come again, and no stack of it is logged", async () => {
  const { signIn, begins, end, logged } = await setUp(0);
  const running = signIn("right");
  await begins("right");
  const refused = await signIn("another");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await refused.json()).toEqual({
    success: false,
    errors: ["Too many are signing in at this moment; try again in 2 s"],
  });
  expect(logged).toEqual([]);
  end("right");
  expect((await running).status).toBe(200);
});
