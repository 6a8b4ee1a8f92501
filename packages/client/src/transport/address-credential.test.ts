import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { createClient } from "../client.ts";
import type { ClientError } from "../error.ts";
import { FakeEventSource } from "../testing/fake-event-source.ts";
import { createFakeHost, settle } from "../testing/fake-host.ts";
import { createFakeServer } from "../testing/fake-server.ts";
import { greeting } from "../testing/sample-events.ts";

function setUp(auth: { token?: () => string; refresh?: () => Promise<string | undefined> }) {
  const server = createFakeServer();
  const sources: FakeEventSource[] = [];
  const problems: ClientError[] = [];
  const host = createFakeHost(server.fetch, {
    createEventSource(url, init) {
      const source = new FakeEventSource(url, init);
      sources.push(source);
      return source as unknown as EventSource;
    },
  });
  const client = createClient({
    auth,
    host,
    transport: "event-source",
    backoff: { jitter: "none" },
    onProblem: (problem) => problems.push(problem),
  });
  const ticket = (text: string) =>
    server.last.answer(201, { success: true, data: { ticket: text, expiresAt: "2026-02-26T05:00:30.000Z" } });
  const urls = () => sources.map(({ url }) => url);
  return { client, host, server, sources, problems, ticket, urls };
}

describe("C18: signing in by the address", () => {
  it("C18.1: a ticket is fetched with the token as a header, and opens the stream in its place", async () => {
    const { client, server, ticket, urls } = setUp({ token: () => "t0ken" });
    client.open(ordersStream);
    await settle();
    expect(server.last.url.pathname).toBe("/api/stream-tickets");
    expect(server.last.method).toBe("POST");
    expect(server.last.headers.get("authorization")).toBe("Bearer t0ken");
    expect(server.last.init.body).toBe('{"stream":"orders"}');
    await ticket("one");
    expect(urls()).toEqual(["/api/orders/stream?ticket=one"]);
  });

  it("C18.1: a ticket is spent by one attempt: the next, after a drop, fetches another and resumes", async () => {
    const { client, host, sources, ticket, urls } = setUp({ token: () => "t0ken" });
    client.open(ordersStream);
    await settle();
    await ticket("one");
    sources[0]?.opens();
    sources[0]?.says("connected", greeting({ position: "e:4" }).data ?? "", "e:4");
    sources[0]?.fails(0);
    expect(sources[0]?.readyState).toBe(2);
    await host.advance(1000);
    await ticket("two");
    expect(urls()[1]).toBe("/api/orders/stream?lastEventId=e%3A4&ticket=two");
  });

  it("without a token there is nothing to fetch: the cookie does it", async () => {
    const { client, server, urls } = setUp({});
    client.open(ordersStream);
    await settle();
    expect([server.requests.length, urls()]).toEqual([0, ["/api/orders/stream"]]);
  });

  it("C5.1: a 401 refreshes the session once, and the second closes the stream", async () => {
    let refreshes = 0;
    const refresh = async () => {
      refreshes += 1;
      return "fresh";
    };
    const { client, server } = setUp({ token: () => "old", refresh });
    const stream = client.open(ordersStream);
    await settle();
    await server.last.answer(401, { success: false, errors: ["Not authorized, token failed"] });
    expect(server.last.headers.get("authorization")).toBe("Bearer fresh");
    await server.last.answer(401, { success: false, errors: ["Not authorized, token failed"] });
    expect([refreshes, server.requests.length]).toEqual([1, 2]);
    expect(stream.getSnapshot()).toMatchObject({ state: "closed", error: { status: 401 } });
  });

  it("C6.1: a 429 is waited out as the server asks", async () => {
    const { client, host, server, ticket, urls } = setUp({ token: () => "t0ken" });
    client.open(ordersStream);
    await settle();
    await server.last.answer(429, { success: false, errors: ["wait"] }, { "retry-after": "20" });
    await host.advance(19_999);
    expect(server.requests).toHaveLength(1);
    await host.advance(1_001);
    await ticket("one");
    expect(urls()).toHaveLength(1);
  });

  it.each([
    ["404", 404, { success: false, errors: ["There is nothing at this path and method"] }],
    ["404 without words", 404, undefined],
    ["405", 405, undefined],
    ["501", 501, undefined],
    ["a page", 200, "<!doctype html>"],
  ])("C18.2: a server that has no tickets (%s) gets the token, and it is said once", async (_what, status, body) => {
    const { client, host, server, sources, problems, urls } = setUp({ token: () => "t0ken" });
    client.open(ordersStream);
    await settle();
    await server.last.answer(status, body);
    sources[0]?.fails(0);
    await host.advance(1000);
    expect(urls()).toEqual(["/api/orders/stream?token=t0ken", "/api/orders/stream?token=t0ken"]);
    expect(server.requests).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(["no_tickets"]);
  });

  it("a server that has tickets but not for this stream closes it, and no token goes into an address", async () => {
    const { client, server, urls } = setUp({ token: () => "t0ken" });
    const stream = client.open(ordersStream);
    await settle();
    await server.last.answer(400, { success: false, errors: ["There is no such stream"] });
    expect([stream.getSnapshot().state, urls()]).toEqual(["closed", []]);
  });
});
