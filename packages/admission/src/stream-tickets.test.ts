import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createMemoryTicketStore } from "./memory-ticket-store.ts";
import type { Session } from "./session.ts";
import { createStreamTickets, TICKET_TTL_MS } from "./stream-tickets.ts";

const session = (id: string, expiresAt = Number.POSITIVE_INFINITY) => ({ id, sessionId: `of ${id}`, expiresAt });

afterEach(() => {
  vi.useRealTimers();
});

describe("S13: tickets", () => {
  it("that nobody redeems are forgotten when they are over", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const store = createMemoryTicketStore();
    const tickets = createStreamTickets(store);
    for (let count = 0; count < 1000; count += 1) await tickets.issue(session("ada"), "orders");
    expect(store.size).toBe(1000);
    vi.setSystemTime(Date.now() + TICKET_TTL_MS);
    await tickets.issue(session("ada"), "orders");
    expect(store.size).toBe(1);
  });

  it("S13.1: are redeemed once, within their time, at their stream, and say whose they are", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const tickets = createStreamTickets();
    const { ticket, expiresAt } = await tickets.issue(session("ada"), "orders");
    expect(expiresAt).toBe(Date.now() + TICKET_TTL_MS);
    vi.setSystemTime(expiresAt - 1);
    expect(await tickets.redeem(ticket, "orders")).toEqual(session("ada"));
    expect(await tickets.redeem(ticket, "orders")).toBeUndefined();
  });

  it("S13.1: are nothing from their last moment on, nor after the end of the token behind them", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const tickets = createStreamTickets();
    const late = await tickets.issue(session("ada"), "orders");
    const short = await tickets.issue(session("ada", Date.now() + 1000), "orders");
    expect(short.expiresAt).toBe(Date.now() + 1000);
    vi.setSystemTime(short.expiresAt);
    expect(await tickets.redeem(short.ticket, "orders")).toBeUndefined();
    vi.setSystemTime(late.expiresAt);
    expect(await tickets.redeem(late.ticket, "orders")).toBeUndefined();
  });

  it("keep of a session what they are told to, and else who it is alone", async () => {
    const more = { ...session("ada"), topics: ["a"], password: "hunter2" };
    const tickets = createStreamTickets();
    expect(await tickets.redeem((await tickets.issue(more, "orders")).ticket, "orders")).toEqual(session("ada"));
    const own = createStreamTickets(createMemoryTicketStore<typeof more>(), (one) => ({ ...one, password: "" }));
    const redeemed = await own.redeem((await own.issue(more, "orders")).ticket, "orders");
    expect(redeemed).toEqual({ ...more, password: "" });
  });

  it("S13.1: are spent at the wrong stream too", async () => {
    const tickets = createStreamTickets();
    const { ticket } = await tickets.issue(session("ada"), "orders");
    expect(await tickets.redeem(ticket, "chat")).toBeUndefined();
    expect(await tickets.redeem(ticket, "orders")).toBeUndefined();
  });

  it("S13.1: whatever the order of asking, showing and waiting: each opens its stream at most once, and for its owner", async () => {
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
            const { ticket } = await tickets.issue(session(one.user), one.stream);
            issued.push({ ...one, ticket, diesAt: Date.now() + TICKET_TTL_MS, spent: false });
          }
          const known = one.do === "redeem" ? issued[one.which] : undefined;
          if (one.do !== "redeem" || known === undefined) continue;
          const good = !known.spent && known.stream === one.stream && Date.now() < known.diesAt;
          const shown = await Promise.all(
            Array.from({ length: one.times }, () => tickets.redeem(known.ticket, one.stream)),
          );
          expect(shown.filter((found) => found !== undefined)).toEqual(good ? [session(known.user)] : []);
          known.spent = true;
        }
      }),
      { numRuns: 500 },
    );
  });

  it("hold the session alone, whatever else the principal has", async () => {
    const tickets = createStreamTickets();
    const { ticket } = await tickets.issue({ ...session("ada"), user: { name: "Ada" } } as Session, "orders");
    expect(await tickets.redeem(ticket, "orders")).toEqual(session("ada"));
  });
});
