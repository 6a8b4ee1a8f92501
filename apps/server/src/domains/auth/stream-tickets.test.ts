import { sampleUsers } from "@tidings/contracts/auth";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startServer, type TestServer, temporaryDirectory } from "../../testing/start-server.ts";
import { writeFromOutside } from "../../testing/write-from-outside.ts";
import { createMemoryTicketStore, createStreamTickets, TICKET_TTL_MS } from "./stream-tickets.ts";

const { ada, grace } = sampleUsers;
const path = "/api/orders/stream";
const claims = (userId: string, expiresAt = Number.POSITIVE_INFINITY) => ({
  userId,
  sessionId: `of ${userId}`,
  expiresAt,
});

async function ask(server: TestServer, token: string, stream: unknown = "orders") {
  const response = await server.call(token, "POST", "/api/stream-tickets", { stream });
  const body = (await response.json()) as { data: { ticket: string; expiresAt: string }; errors?: string[] };
  return { status: response.status, body };
}

async function ticketOf(server: TestServer, token: string): Promise<string> {
  return (await ask(server, token)).body.data.ticket;
}

afterEach(() => {
  vi.useRealTimers();
});

describe("S13: tickets", () => {
  it("that nobody redeems are forgotten when they are over", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const store = createMemoryTicketStore();
    const tickets = createStreamTickets(store);
    for (let count = 0; count < 1000; count += 1) await tickets.issue(claims("ada"), "orders");
    expect(store.size).toBe(1000);
    vi.setSystemTime(Date.now() + TICKET_TTL_MS);
    await tickets.issue(claims("ada"), "orders");
    expect(store.size).toBe(1);
  });

  it("are redeemed once, within their time, at their stream, and say whose they are", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const tickets = createStreamTickets();
    const { ticket, expiresAt } = await tickets.issue(claims("ada"), "orders");
    expect(expiresAt).toBe(Date.now() + TICKET_TTL_MS);
    vi.setSystemTime(expiresAt - 1);
    expect(await tickets.redeem(ticket, "orders")).toEqual(claims("ada"));
    expect(await tickets.redeem(ticket, "orders")).toBeUndefined();
  });

  it("are nothing from their last moment on, nor after the end of the token behind them", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const tickets = createStreamTickets();
    const late = await tickets.issue(claims("ada"), "orders");
    const short = await tickets.issue(claims("ada", Date.now() + 1000), "orders");
    expect(short.expiresAt).toBe(Date.now() + 1000);
    vi.setSystemTime(short.expiresAt);
    expect(await tickets.redeem(short.ticket, "orders")).toBeUndefined();
    vi.setSystemTime(late.expiresAt);
    expect(await tickets.redeem(late.ticket, "orders")).toBeUndefined();
  });

  it("are spent at the wrong stream too", async () => {
    const tickets = createStreamTickets();
    const { ticket } = await tickets.issue(claims("ada"), "orders");
    expect(await tickets.redeem(ticket, "chat")).toBeUndefined();
    expect(await tickets.redeem(ticket, "orders")).toBeUndefined();
  });

  it("whatever the order of asking, showing and waiting: each opens its stream at most once, and for its owner", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const users = fc.constantFrom("ada", "grace");
    const streams = fc.constantFrom("orders", "chat");
    const step = fc.oneof(
      fc.record({ do: fc.constant("issue" as const), user: users, stream: streams }),
      fc.record({
        do: fc.constant("redeem" as const),
        which: fc.nat(20),
        stream: streams,
        times: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({ do: fc.constant("wait" as const), ms: fc.nat(40_000) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const tickets = createStreamTickets();
        const issued: { ticket: string; user: string; stream: string; diesAt: number; spent: boolean }[] = [];
        for (const one of steps) {
          if (one.do === "wait") vi.setSystemTime(Date.now() + one.ms);
          if (one.do === "issue") {
            const { ticket } = await tickets.issue(claims(one.user), one.stream);
            issued.push({ ...one, ticket, diesAt: Date.now() + TICKET_TTL_MS, spent: false });
          }
          const known = one.do === "redeem" ? issued[one.which] : undefined;
          if (one.do !== "redeem" || known === undefined) continue;
          const good = !known.spent && known.stream === one.stream && Date.now() < known.diesAt;
          const shown = await Promise.all(
            Array.from({ length: one.times }, () => tickets.redeem(known.ticket, one.stream)),
          );
          expect(shown.filter((found) => found !== undefined)).toEqual(good ? [claims(known.user)] : []);
          known.spent = true;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("S13: POST /api/stream-tickets", () => {
  it("answers 201 with a ticket that opens the user's stream, once; used again it is 401", async () => {
    await using server = await startServer();
    const { status, body } = await ask(server, await server.signIn(ada.email));
    expect(status).toBe(201);
    expect(body).toEqual({ success: true, data: { ticket: expect.any(String), expiresAt: expect.any(String) } });
    expect(Math.abs(Date.parse(body.data.expiresAt) - Date.now() - TICKET_TTL_MS)).toBeLessThan(5000);
    const stream = await server.open(`${path}?ticket=${body.data.ticket}`);
    expect((await stream.next()).data.message).toBe("SSE connected");
    expect(server.backend.hub.count(ada.id)).toBe(1);
    const again = await server.fetch(`${path}?ticket=${body.data.ticket}`);
    expect(again.status).toBe(401);
    expect(await again.json()).toEqual({ success: false, errors: ["Not authorized, token failed"] });
  });

  it("of two requests with one ticket at the same time one wins", async () => {
    await using server = await startServer();
    const token = await server.signIn(ada.email);
    for (let round = 0; round < 10; round += 1) {
      const ticket = await ticketOf(server, token);
      const both = await Promise.all([1, 2].map(() => server.open(`${path}?ticket=${ticket}`)));
      expect(both.map(({ response }) => response.status).sort()).toEqual([200, 401]);
    }
  });

  it("wants a signed-in user and a stream that there is; a ticket makes no ticket and opens nothing else", async () => {
    await using server = await startServer();
    const token = await server.signIn(ada.email);
    expect((await ask(server, "wrong")).status).toBe(401);
    expect(await ask(server, token, "nowhere")).toMatchObject({
      status: 400,
      body: { errors: ["There is no such stream"] },
    });
    expect((await ask(server, token, "")).body.errors).toEqual(["stream is required"]);
    const ticket = await ticketOf(server, token);
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"stream":"orders"}' };
    expect((await server.fetch(`/api/stream-tickets?ticket=${ticket}`, init)).status).toBe(401);
    expect((await server.fetch(`/api/auth/me?ticket=${ticket}`)).status).toBe(401);
    expect((await server.fetch(`/api/orders?ticket=${ticket}`)).status).toBe(401);
  });

  it("S1: beside a token the ticket must be good and the same user's; else it is 401, and nobody's stream", async () => {
    await using server = await startServer();
    const [adas, graces] = [await server.signIn(ada.email), await server.signIn(grace.email)];
    const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
    const opened = await server.open(`${path}?ticket=${await ticketOf(server, adas)}`, bearer(adas));
    expect(opened.response.status).toBe(200);
    const foreign = await ticketOf(server, adas);
    expect((await server.fetch(`${path}?ticket=${foreign}`, bearer(graces))).status).toBe(401);
    expect((await server.fetch(`${path}?ticket=${foreign}`)).status).toBe(401);
    expect((await server.fetch(`${path}?ticket=made-up`, bearer(adas))).status).toBe(401);
    const { headers } = await server.fetch(`${path}?ticket=made-up`, { headers: { Cookie: `jwt=${adas}` } });
    expect(headers.get("set-cookie")).toBeNull();
  });

  it("given twice in one address it is none of the two", async () => {
    await using server = await startServer();
    const token = await server.signIn(ada.email);
    const [one, two] = [await ticketOf(server, token), await ticketOf(server, token)];
    expect((await server.fetch(`${path}?ticket=${one}&ticket=${two}`)).status).toBe(401);
    expect((await server.open(`${path}?ticket=${one}&ticket=`)).response.status).toBe(401);
    expect((await server.open(`${path}?ticket=${two}`)).response.status).toBe(200);
  });

  it("S12: a signed-out session's ticket, and a disabled user's, are worth nothing", async () => {
    await using server = await startServer();
    const [adas, graces] = [await server.signIn(ada.email), await server.signIn(grace.email)];
    const [first, second] = [await ticketOf(server, adas), await ticketOf(server, graces)];
    await server.call(adas, "POST", "/api/auth/logout");
    await writeFromOutside(server.config.dataDir, `UPDATE users SET disabled_at = 'now' WHERE id = '${grace.id}'`);
    expect((await server.fetch(`${path}?ticket=${first}`)).status).toBe(401);
    expect((await server.fetch(`${path}?ticket=${second}`)).status).toBe(401);
  });

  it("after a restart in between it is 401, and the next one opens", async () => {
    using directory = temporaryDirectory();
    let ticket: string;
    let token: string;
    {
      await using server = await startServer({ dataDir: directory.path });
      token = await server.signIn(ada.email);
      ticket = await ticketOf(server, token);
    }
    await using server = await startServer({ dataDir: directory.path });
    expect((await server.fetch(`${path}?ticket=${ticket}`)).status).toBe(401);
    expect((await server.open(`${path}?ticket=${await ticketOf(server, token)}`)).response.status).toBe(200);
  });

  it("S7: no log line holds a ticket, used or refused", async () => {
    await using server = await startServer();
    const ticket = await ticketOf(server, await server.signIn(ada.email));
    const stream = await server.open(`${path}?ticket=${ticket}`);
    await stream.next();
    stream.close();
    await server.fetch(`${path}?ticket=${ticket}`);
    await server.backend.close();
    expect(server.logged.join("")).toContain("ticket=[redacted]");
    expect(server.logged.join("")).not.toContain(ticket);
  });
});
