import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { attemptInProgress, KEY_KEPT_MS } from "@tidings/contracts";
import { sampleUsers } from "@tidings/contracts/auth";
import { sampleConversation } from "@tidings/contracts/chat";
import { placeOrder, sampleOrders } from "@tidings/contracts/orders";
import {
  anotherUserFor,
  type CreationStep,
  creationCases,
  otherBodies,
  sampleBodyOf,
} from "@tidings/contracts/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "../api-docs/described-contract.ts";
import { DATABASE_FILE } from "../store/sqlite/open.ts";
import { startServer, type TestServer, temporaryDirectory } from "../testing/start-server.ts";

const creating = endpoints.map(({ endpoint }) => endpoint).filter(({ creates }) => creates);

/** Where what an endpoint creates is stored. */
const TABLE: Readonly<Record<string, string>> = {
  placeOrder: "orders",
  submitOrder: "orders",
  createConversation: "conversations",
  sendMessage: "chat_messages",
  sendDemoNotification: "event_log",
  createRecord: "records",
  createPrescription: "prescriptions",
  createAppointment: "appointments",
  sendTestEvent: "event_log",
};

/** A server and its users' tokens. */
async function start(dataDir?: string) {
  const server = await startServer(dataDir === undefined ? {} : { dataDir });
  const tokens = new Map<string, string>();
  for (const { id, email } of Object.values(sampleUsers)) tokens.set(id, await server.signIn(email));
  const database = new DatabaseSync(join(server.config.dataDir, DATABASE_FILE), { timeout: 5000 });
  return {
    server,
    post: (path: string, body: unknown, key?: string, user: { readonly id: string } = sampleUsers.ada) =>
      post(server, tokens.get(user.id) ?? "", path, body, key),
    /** Another program writes. */
    write: (sql: string) => database.exec(sql),
    count: (table: string) => Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n),
    async [Symbol.asyncDispose]() {
      database.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function post(server: TestServer, token: string, path: string, body: unknown, key?: string) {
  const response = await server.fetch(path, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      ...(key !== undefined && { "Idempotency-Key": key }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, retryAfter: response.headers.get("retry-after"), text: await response.text() };
}

type Started = Awaited<ReturnType<typeof start>>;

const body = { address_id: sampleOrders[0].address_id, items: sampleOrders[0].items };
const order = ({ post }: Started, key?: string) => post(placeOrder.path, body, key);

describe.each(creating)("$name", (endpoint) => {
  const table = TABLE[endpoint.name] ?? "";
  let started: Started;
  beforeAll(async () => {
    started = await start();
    await started.post("/api/chat/conversations", { participantIds: [sampleUsers.grace.id] });
  });
  afterAll(() => started[Symbol.asyncDispose]());

  async function send({ key, body = "sample", by = "one" }: CreationStep) {
    const one = endpoint.access === "admin" ? sampleUsers.admin : sampleUsers.ada;
    const sent = body === "sample" ? sampleBodyOf(endpoint) : otherBodies[endpoint.name];
    return started.post(endpoint.path, sent, key, by === "one" ? one : anotherUserFor(endpoint));
  }

  const cases = creationCases.filter(({ steps }) => endpoint.access !== "admin" || steps.every(({ by }) => !by));
  it.each(cases)("$title", async ({ steps }) => {
    const answers: Awaited<ReturnType<Started["post"]>>[] = [];
    for (const step of steps) {
      const before = started.count(table);
      const answer = await send(step);
      answers.push(answer);
      const made = started.count(table) - before;
      if (step.expect === "created") expect([answer.status, made]).toEqual([endpoint.status, 1]);
      else if ("sameAs" in step.expect) expect([answer, made]).toEqual([answers[step.expect.sameAs], 0]);
      else {
        expect([answer.status, made]).toEqual([step.expect.status, 0]);
        expect(JSON.parse(answer.text).errors[0]).toMatch(step.expect.words);
      }
    }
  });

  it("D25.2, D25.5: two at once make one, and the second one is told to wait", async () => {
    const before = started.count(table);
    const step = { key: '"at once"', expect: "created" } as const;
    const answers = await Promise.all([send(step), send(step)]);
    const [created, refused] = answers.toSorted((a, b) => a.status - b.status);
    expect(created?.status).toBe(endpoint.status);
    expect(started.count(table) - before).toBe(1);
    // The one that came later may as well have come when the first was done.
    if (refused?.status === 409) {
      expect(refused).toMatchObject({ retryAfter: "1", text: expect.stringContaining(attemptInProgress) });
    } else expect(refused).toEqual(created);
    expect(await send(step)).toEqual(created);
  });
});

it("D25.3: a restart in between forgets nothing", async () => {
  using directory = temporaryDirectory();
  let first: unknown;
  {
    await using started = await start(directory.path);
    first = await order(started, '"a"');
  }
  await using started = await start(directory.path);
  const before = started.count("orders");
  expect(await order(started, '"a"')).toEqual(first);
  expect(started.count("orders")).toBe(before);
});

it("D25.2: the first answer comes again, whatever became of the order since", async () => {
  await using started = await start();
  const first = await order(started, '"a"');
  const { id } = JSON.parse(first.text).data;
  await started.post(`/api/orders/${id}/cancel`, undefined);
  expect(await order(started, '"a"')).toEqual(first);
});

it("D25.8: what was refused was not done: with its key it may be tried again", async () => {
  await using started = await start();
  const wrong = { ...body, items: [{ name: "Tea", qty: 1, unit_price: 0.001 }] };
  expect((await started.post(placeOrder.path, wrong, '"a"')).status).toBe(400);
  expect((await order(started, '"a"')).status).toBe(201);
});

it("D25.3: row and key are stored together: where one cannot be, neither is", async () => {
  await using started = await start();
  const before = started.count("orders");
  started.write("CREATE TRIGGER full BEFORE INSERT ON idempotency_keys BEGIN SELECT raise(ABORT, 'no room'); END");
  expect((await order(started, '"a"')).status).toBe(500);
  expect(started.count("orders")).toBe(before);
  started.write("DROP TRIGGER full");
  expect((await order(started, '"a"')).status).toBe(201);
  expect(started.count("orders")).toBe(before + 1);
});

it("D25.4: a key is known for a day, and a bounded number of old ones goes with each new one", async () => {
  await using started = await start();
  const before = started.count("orders");
  await order(started, '"a"');
  started.write(`UPDATE idempotency_keys SET created_at = created_at - ${KEY_KEPT_MS - 60_000}`);
  await order(started, '"a"');
  expect(started.count("orders")).toBe(before + 1);
  started.write("UPDATE idempotency_keys SET created_at = created_at - 60000");
  await order(started, '"a"');
  expect(started.count("orders")).toBe(before + 2);
  started.write(
    `WITH RECURSIVE old (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM old WHERE n < 25)
     INSERT INTO idempotency_keys SELECT user_id, operation, 'old' || n, fingerprint, answer, 0
     FROM idempotency_keys, old`,
  );
  for (const left of [17, 8, 4]) {
    await order(started, `"new ${left}"`);
    expect(started.count("idempotency_keys")).toBe(left);
  }
});

it("D25.3, S18.2: an answer that another program broke is reported, and the order placed as if it were new", async () => {
  await using started = await start();
  const first = await order(started, '"a"');
  started.write("UPDATE idempotency_keys SET answer = '{'");
  const second = await order(started, '"a"');
  expect(second.status).toBe(201);
  expect(await order(started, '"a"')).toEqual(second);
  expect(second).not.toEqual(first);
  expect(started.server.logged.join("")).toContain("idempotency_keys");
});

it("002, D25.9: another text under a client message id is refused, and the first one stays", async () => {
  await using started = await start();
  await started.post("/api/chat/conversations", { participantIds: [sampleUsers.grace.id] });
  const message = { conversationId: sampleConversation.conversationId, clientMessageId: "m1" };
  const say = (text: string) => started.post("/api/chat/messages", { ...message, text });
  const first = await say("Hello!");
  const refused = await say("Something else");
  expect(refused.status).toBe(422);
  expect(JSON.parse(refused.text).errors).toEqual([
    "clientMessageId names another message of yours already; give this one a name of its own",
  ]);
  expect(await say("Hello!")).toEqual(first);
});
