import type { AnyEndpoint } from "@tidings/contracts";
import { login, sampleUsers } from "@tidings/contracts/auth";
import { sampleConversation } from "@tidings/contracts/chat";
import { sampleOrders } from "@tidings/contracts/orders";
import { otherBodies } from "@tidings/contracts/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentedAnswers } from "../testing/documented-answers.ts";
import { startServer } from "../testing/start-server.ts";
import { templateOf } from "../testing/template-of.ts";
import { endpoints } from "./described-contract.ts";

// 500 and 503 are what the server answers when it fails or is busy; `answer-errors`, `busy` and `shut-down` prove those.

const NOBODY = "00000000-0000-4000-8000-000000000000";

/** What a request of an endpoint is made of, where it is not as usual. */
interface Differences {
  readonly token?: string | undefined;
  readonly params?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server, everyone's tokens, and rows of Ada's for the endpoints to find. */
async function startFilled(env: Readonly<Record<string, string>> = {}) {
  const server = await startServer({ env });
  const ada = await server.signIn(sampleUsers.ada.email);
  const grace = await server.signIn(sampleUsers.grace.email);
  const admin = await server.signIn(sampleUsers.admin.email);
  await server.call(ada, "POST", "/api/chat/conversations", { participantIds: [sampleUsers.grace.id] });
  return { server, ada, grace, admin, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

type Filled = Awaited<ReturnType<typeof startFilled>>;

/** An endpoint's call that works, but for the differences. */
async function call(filled: Filled, endpoint: AnyEndpoint, differences: Differences = {}): Promise<Response> {
  const usual = endpoint.access === "admin" ? filled.admin : filled.ada;
  const token = "token" in differences ? differences.token : endpoint.access === "anyone" ? undefined : usual;
  const { params = endpoint.path.includes(":id") ? await idFor(filled, endpoint) : "" } = differences;
  const query = new URLSearchParams(differences.query ?? queryFor(endpoint));
  const body = differences.body ?? endpoint.samples?.body;
  const sends = endpoint.body !== undefined || body !== undefined;
  return filled.server.fetch(`${endpoint.path.replace(":id", params)}?${query}`, {
    method: endpoint.method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(sends && { "Content-Type": "application/json" }),
      ...differences.headers,
    },
    ...(sends && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

function queryFor(endpoint: AnyEndpoint): Readonly<Record<string, string>> {
  return endpoint.name === "listMessages" ? { conversationId: sampleConversation.conversationId } : {};
}

/** The id of a row that the endpoint's path means. */
async function idFor({ server, ada, grace, admin }: Filled, { path }: AnyEndpoint): Promise<string> {
  if (path.startsWith("/api/orders/")) return sampleOrders[0].id;
  if (path.startsWith("/api/chat/conversations/")) return sampleConversation.conversationId;
  const made = await (path.startsWith("/api/chat/messages/")
    ? server.call(grace, "POST", "/api/chat/messages", {
        conversationId: sampleConversation.conversationId,
        text: "Hi",
      })
    : path.startsWith("/api/prescriptions/")
      ? server.call(admin, "POST", "/api/prescriptions", { userId: sampleUsers.ada.id, medication: "Tea" })
      : path.startsWith("/api/records/")
        ? server.call(ada, "POST", "/api/records", { title: "A record" })
        : server.call(ada, "POST", "/api/appointments", { title: "Tea", startsAt: "2126-02-26T09:00:00.000Z" }));
  const { data } = (await made.json()) as { data: { id: string; messageId?: string } };
  return data.messageId ?? data.id;
}

/** Refusing changes nothing, so one server refuses them all. */
let shared: Filled;
beforeAll(async () => {
  shared = await startFilled();
});
afterAll(() => shared[Symbol.asyncDispose]());

const all = endpoints.map(({ endpoint }) => ({
  endpoint,
  documented: documentedAnswers(endpoint.method, templateOf(endpoint.path)),
}));

async function expectRefused(
  filled: Filled,
  { endpoint, documented }: (typeof all)[number],
  status: number,
  differences: Differences,
): Promise<void> {
  const response = await call(filled, endpoint, differences);
  expect(response.status, endpoint.name).toBe(status);
  expect(await documented.misfit(response), endpoint.name).toBeUndefined();
}

describe.each(all)("$endpoint.name", ({ endpoint, documented }) => {
  const documents = (status: number) => documented.statuses.includes(status);
  const refused = (status: number, differences: Differences) =>
    expectRefused(shared, { endpoint, documented }, status, differences);

  it("answers its sample call as documented", async () => {
    await using filled = await startFilled();
    const response = await call(filled, endpoint);
    expect(response.status).toBe(endpoint.status);
    expect(await documented.misfit(response)).toBeUndefined();
  });

  it("refuses what does not fit as documented", async () => {
    const long = JSON.stringify("x".repeat(70_000));
    const writes = endpoint.method !== "GET";
    expect([documents(400), documents(413), documents(415)]).toEqual([true, writes, writes]);
    if (writes) await refused(413, { params: "x", body: long });
    if (writes) await refused(415, { params: "x", body: "text", headers: { "Content-Type": "text/plain" } });
    if (writes) await refused(400, { params: "x", body: [] });
    await refused(400, { params: "x", query: { ...queryFor(endpoint), no_such_parameter: "1" } });
  });

  it("refuses whoever is nobody, or may not, as documented", async () => {
    const wrong = { email: sampleUsers.ada.email, password: "wrong" };
    const nobody = { params: "x", token: undefined, ...(endpoint.name === "login" && { body: wrong }) };
    if (documents(401)) await refused(401, nobody);
    else expect((await call(shared, endpoint, nobody)).status).not.toBe(401);

    const headers = { Cookie: `jwt=${shared.admin}`, Origin: "https://elsewhere.example" };
    const foreign = { params: "x", token: undefined, headers };
    if (endpoint.method !== "GET") await refused(403, foreign);
    if (endpoint.access === "admin") await refused(403, { params: "x", token: shared.ada });
    if (endpoint.method === "GET" && endpoint.access !== "admin") {
      const { status } = await call(shared, endpoint, { query: { ...queryFor(endpoint), scope: "all" } });
      expect(status === 403).toBe(documents(403));
    }
  });

  it("knows nothing of what is not there, as documented", async () => {
    const elsewhere: Readonly<Record<string, Differences>> = {
      createConversation: { body: { participantIds: [NOBODY] } },
      createPrescription: { body: { userId: NOBODY, medication: "Tea" } },
      listAdminOrders: { query: { before: NOBODY } },
      listConversations: { query: { before: "nowhere" } },
      listMessages: { query: { conversationId: "nowhere" } },
      listOrders: { query: { before: NOBODY } },
      sendMessage: { body: { conversationId: "nowhere", text: "Hello!" } },
      setTyping: { body: { conversationId: "nowhere", isTyping: true } },
      submitOrder: { token: shared.admin, body: { ...(endpoint.samples?.body as object), userId: NOBODY } },
    };
    if (documents(404)) await refused(404, elsewhere[endpoint.name] ?? { params: NOBODY });
    else expect(endpoint.path).not.toContain(":");
  });

  it("D25.2, D25.6: answers what is sent again with its key, or with another body, as documented", async () => {
    expect([documents(409), documents(422)]).toEqual([endpoint.creates, endpoint.creates]);
    if (!endpoint.creates) return;
    await using filled = await startFilled();
    const again = { headers: { "Idempotency-Key": '"a"' } };
    const [first, second] = await Promise.all([call(filled, endpoint, again), call(filled, endpoint, again)]);
    const statuses = [endpoint.status, 409];
    expect(statuses).toEqual(expect.arrayContaining([first.status, second.status]));
    for (const response of [first, second, await call(filled, endpoint, again)]) {
      expect(await documented.misfit(response)).toBeUndefined();
    }
    const body = otherBodies[endpoint.name];
    const refused = await call(filled, endpoint, { ...again, body });
    expect(refused.status).toBe(422);
    expect(await documented.misfit(refused)).toBeUndefined();
  });

  it("documents no status that is not tried here, but for failures of the server", () => {
    const tried = [endpoint.status, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503];
    expect(documented.statuses.filter((status) => !tried.includes(status))).toEqual([]);
  });
});

it("S14.6: what comes too often is refused as documented", async () => {
  await using filled = await startFilled({ WRITES_PER_MINUTE_PER_USER: "1", READS_PER_MINUTE_PER_USER: "1" });
  await filled.server.call(filled.ada, "POST", "/api/records", {});
  await filled.server.call(filled.admin, "POST", "/api/records", {});
  await filled.server.call(filled.ada, "GET", "/api/auth/me");
  await filled.server.call(filled.admin, "GET", "/api/auth/me");
  const limited = all.filter(({ documented }) => documented.statuses.includes(429));
  expect(limited.length).toBeGreaterThan(10);
  for (const one of limited) {
    if (one.endpoint !== login) await expectRefused(filled, one, 429, { params: "x" });
  }
});

it("S14.6: signing in too often with a wrong password is refused as documented", async () => {
  await using filled = await startFilled({ FAILED_LOGINS_PER_15_MINUTES: "1" });
  const body = { email: sampleUsers.ada.email, password: "wrong" };
  await call(filled, login, { body });
  for (const one of all) if (one.endpoint === login) await expectRefused(filled, one, 429, { body });
});
