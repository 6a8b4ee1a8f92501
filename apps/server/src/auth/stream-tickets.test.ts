import { TICKET_TTL_MS } from "@tidings/admission";
import { sampleUsers } from "@tidings/contracts/auth";
import { describe, expect, it } from "vitest";
import { startServer, type TestServer, temporaryDirectory } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

const { ada, grace } = sampleUsers;
const path = "/api/orders/stream";

async function ask(server: TestServer, token: string, stream: unknown = "orders") {
  const response = await server.call(token, "POST", "/api/stream-tickets", { stream });
  const body = (await response.json()) as { data: { ticket: string; expiresAt: string }; errors?: string[] };
  return { status: response.status, body };
}

async function ticketOf(server: TestServer, token: string): Promise<string> {
  return (await ask(server, token)).body.data.ticket;
}

describe("S13: POST /api/stream-tickets", () => {
  it("S13.1: answers 201 with a ticket that opens the user's stream, once; used again it is 401", async () => {
    await using server = await startServer();
    const token = await server.signIn(ada.email);
    const before = Date.now();
    const { status, body } = await ask(server, token);
    const issuedAt = Date.parse(body.data.expiresAt) - TICKET_TTL_MS;
    expect(status).toBe(201);
    expect(body).toEqual({ success: true, data: { ticket: expect.any(String), expiresAt: expect.any(String) } });
    expect(issuedAt).toBeGreaterThanOrEqual(before);
    expect(issuedAt).toBeLessThanOrEqual(Date.now());
    const stream = await server.open(`${path}?ticket=${body.data.ticket}`);
    expect((await stream.next()).data.message).toBe("SSE connected");
    expect(server.backend.hub.count(ada.id)).toBe(1);
    const again = await server.fetch(`${path}?ticket=${body.data.ticket}`);
    expect(again.status).toBe(401);
    expect(await again.json()).toEqual({ success: false, errors: ["Not authorized, token failed"] });
  });

  it("S13.1: of two requests with one ticket at the same time one wins", async () => {
    await using server = await startServer();
    const token = await server.signIn(ada.email);
    for (let round = 0; round < 10; round += 1) {
      const ticket = await ticketOf(server, token);
      const both = await Promise.all([1, 2].map(() => server.open(`${path}?ticket=${ticket}`)));
      expect(both.map(({ response }) => response.status).sort()).toEqual([200, 401]);
    }
  });

  it("S13.4: wants a signed-in user and a stream that there is; a ticket makes no ticket and opens nothing else", async () => {
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

  it("S1.2: beside a token the ticket must be good and the same user's; else it is 401, and nobody's stream", async () => {
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

  it("S13.2, S12.1, S12.4: a signed-out session's ticket, and a disabled user's, are worth nothing", async () => {
    await using server = await startServer();
    const [adas, graces] = [await server.signIn(ada.email), await server.signIn(grace.email)];
    const [first, second] = [await ticketOf(server, adas), await ticketOf(server, graces)];
    await server.call(adas, "POST", "/api/auth/logout");
    await writeFromOutside(server.config.dataDir, `UPDATE users SET disabled_at = 'now' WHERE id = '${grace.id}'`);
    expect((await server.fetch(`${path}?ticket=${first}`)).status).toBe(401);
    expect((await server.fetch(`${path}?ticket=${second}`)).status).toBe(401);
  });

  it("S13.3: after a restart in between it is 401, and the next one opens", async () => {
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
