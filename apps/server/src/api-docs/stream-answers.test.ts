import { sampleUsers } from "@tidings/contracts/auth";
import { streams as servedStreams } from "@tidings/contracts/domains";
import { describe, expect, it } from "vitest";
import { documentedAnswers } from "../testing/documented-answers.ts";
import { startServer, type TestServer } from "../testing/start-server.ts";
import { ownRoutes } from "./own-routes.ts";

/** What opens each stream, and what it refuses in words of its own. */
const queries: Readonly<Record<string, { readonly opens: string; readonly refused: readonly [number, string][] }>> = {
  orders: { opens: "", refused: [] },
  "admin-orders": { opens: "", refused: [[400, "status=none"]] },
  chat: {
    opens: "conversationId=HERE",
    refused: [
      [400, ""],
      [404, "conversationId=nowhere"],
    ],
  },
  notifications: {
    opens: "",
    refused: [
      [403, "userId=somebody"],
      [404, "conversationId=nowhere"],
    ],
  },
  records: {
    opens: "",
    refused: [
      [400, "events=record.x"],
      [403, "events=admin.audit"],
    ],
  },
};

/** Signs in and opens a conversation for the chat's stream. */
async function prepare(server: TestServer) {
  const ada = await server.signIn(sampleUsers.ada.email);
  const admin = await server.signIn(sampleUsers.admin.email);
  const made = await server.call(ada, "POST", "/api/chat/conversations", { participantIds: [sampleUsers.grace.id] });
  const { data } = (await made.json()) as { data: { conversationId: string } };
  return { ada, admin, conversationId: data.conversationId };
}

describe.each(servedStreams.map((stream) => [stream.name, stream] as const))("stream %s", (name, stream) => {
  const documented = documentedAnswers("GET", stream.path);
  const { opens, refused } = queries[name] ?? { opens: "", refused: [] };

  async function expectStatus(server: TestServer, token: string | undefined, query: string, status: number) {
    const headers = { ...(token !== undefined && { Authorization: `Bearer ${token}` }) };
    const response = await server.fetch(`${stream.path}?${query}`, { headers });
    expect(response.status).toBe(status);
    expect(await documented.misfit(response)).toBeUndefined();
    if (status === 200) await response.body?.cancel();
  }

  it("opens, and refuses, as documented", async () => {
    await using server = await startServer();
    const { ada, admin, conversationId } = await prepare(server);
    const token = stream.access === "admin" ? admin : ada;
    const open = opens.replace("HERE", conversationId);
    await expectStatus(server, token, open, 200);
    await expectStatus(server, "no token", open, 401);
    await expectStatus(server, token, `${open}&batch=perhaps`, 400);
    if (stream.access === "admin") await expectStatus(server, ada, open, 403);
    for (const [status, query] of refused) await expectStatus(server, token, query, status);
    const provoked = [200, 400, 401, 429, 500, 503, ...(stream.access === "admin" ? [403] : [])];
    expect([...new Set([...provoked, ...refused.map(([status]) => status)])].sort()).toEqual(
      [...documented.statuses].sort(),
    );
  });

  it("S9.2: refuses one stream too many as documented", async () => {
    await using server = await startServer({ env: { MAX_CONNECTIONS: "1" } });
    const { ada, admin, conversationId } = await prepare(server);
    const reader = await server.open("/api/orders/stream", { headers: { Authorization: `Bearer ${ada}` } });
    await reader.next();
    await expectStatus(server, stream.access === "admin" ? admin : ada, opens.replace("HERE", conversationId), 503);
  });

  it("S14.6: refuses an attempt too many as documented", async () => {
    await using server = await startServer({ env: { CONNECTS_PER_MINUTE_PER_ADDRESS: "1" } });
    await server.fetch("/api/orders/stream");
    await expectStatus(server, undefined, "", 429);
  });
});

it("the server's own routes answer as documented", async () => {
  const token = "a token of sixteen";
  await using server = await startServer({ env: { METRICS_TOKEN: token } });
  const headers = { Authorization: `Bearer ${token}` };
  for (const { path } of ownRoutes) {
    const response = await server.fetch(path, { headers });
    expect(response.status, path).toBe(200);
    expect(await documentedAnswers("GET", path).misfit(response), path).toBeUndefined();
  }
  const metrics = documentedAnswers("GET", "/metrics");
  expect(await metrics.misfit(await server.fetch("/metrics"))).toBeUndefined();
  await using without = await startServer();
  const absent = await without.fetch("/metrics", { headers });
  expect(absent.status).toBe(404);
  expect(await metrics.misfit(absent)).toBeUndefined();
});
