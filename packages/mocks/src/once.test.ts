import { attemptInProgress, IDEMPOTENCY_KEY, KEY_KEPT_MS } from "@tidings/contracts";
import { sampleUsers } from "@tidings/contracts/auth";
import { createConversation, sampleConversation } from "@tidings/contracts/chat";
import { endpoints } from "@tidings/contracts/domains";
import { listOrders, placeOrder } from "@tidings/contracts/orders";
import {
  anotherUserFor,
  type CreationStep,
  creationCases,
  otherBodies,
  sampleBodyOf,
} from "@tidings/contracts/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAdminOrdersMock } from "./admin-orders/index.ts";
import { samplePassword } from "./auth/accounts.ts";
import { createMockApp, type MockApp } from "./auth/index.ts";
import { createChatMock } from "./chat/index.ts";
import { createManualClock, type ManualClock } from "./clock/manual-clock.ts";
import { createNotificationsMock } from "./notifications/index.ts";
import { createOrdersMock, type OrdersMock } from "./orders/index.ts";
import { createRecordsMock } from "./records/index.ts";
import { interceptRequests, origin } from "./testing/msw.ts";

const creating = endpoints.map(({ endpoint }) => endpoint).filter(({ creates }) => creates);

const use = interceptRequests();
let clock: ManualClock;
let app: MockApp;
let orders: OrdersMock;
/** Tokens by user. */
let tokens: Map<string, string>;

beforeEach(async () => {
  clock = createManualClock();
  app = createMockApp({ clock, heartbeatMs: Number.POSITIVE_INFINITY });
  orders = createOrdersMock(app);
  const others = [createChatMock(app), createNotificationsMock(app), createRecordsMock(app)];
  use(app.handlers(orders, createAdminOrdersMock(orders), ...others));
  tokens = new Map();
  for (const { id, email } of Object.values(sampleUsers)) {
    const { text } = await post("/api/auth/login", { email, password: samplePassword });
    tokens.set(id, JSON.parse(text).data.token);
  }
});

afterEach(() => app.close());

async function post(path: string, body: unknown, key?: string, user: { readonly id: string } = sampleUsers.ada) {
  const token = tokens.get(user.id);
  const response = await fetch(origin + path, {
    method: "POST",
    credentials: "omit",
    headers: {
      "Content-Type": "application/json",
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(key !== undefined && { [IDEMPOTENCY_KEY]: key }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, retryAfter: response.headers.get("retry-after"), text: await response.text() };
}

const body = sampleBodyOf(placeOrder);

describe.each(creating)("$name", (endpoint) => {
  const cases = creationCases.filter(({ steps }) => endpoint.access !== "admin" || steps.every(({ by }) => !by));
  test.each(cases)("$title", async ({ steps }) => {
    await post(createConversation.path, createConversation.samples?.body);
    const send = ({ key, body = "sample", by = "one" }: CreationStep) => {
      const one = endpoint.access === "admin" ? sampleUsers.admin : sampleUsers.ada;
      const sent = body === "sample" ? sampleBodyOf(endpoint) : otherBodies[endpoint.name];
      return post(endpoint.path, sent, key, by === "one" ? one : anotherUserFor(endpoint));
    };
    const answers: Awaited<ReturnType<typeof post>>[] = [];
    for (const step of steps) {
      // What is created here is told by a stored event, or is a conversation, which has an id.
      const before = app.server.head();
      const answer = await send(step);
      const isTold = app.server.head() !== before;
      answers.push(answer);
      if (step.expect === "created") {
        expect(answer.status).toBe(endpoint.status);
        if (endpoint.name === "createConversation") {
          expect(answers.filter(({ text }) => text === answer.text)).toHaveLength(1);
        }
      } else if ("sameAs" in step.expect) expect([answer, isTold]).toEqual([answers[step.expect.sameAs], false]);
      else {
        expect([answer.status, isTold]).toEqual([step.expect.status, false]);
        expect(JSON.parse(answer.text).errors[0]).toMatch(step.expect.words);
      }
    }
  });
});

test("D25.2, D25.5: two at once make one, and the second one is told to wait", async () => {
  const before = orders.orders.list().length;
  const [first, second] = await Promise.all([post(placeOrder.path, body, '"a"'), post(placeOrder.path, body, '"a"')]);
  expect(first.status).toBe(201);
  if (second.status === 409) {
    expect(second).toMatchObject({ retryAfter: "1", text: expect.stringContaining(attemptInProgress) });
  } else expect(second).toEqual(first);
  expect(orders.orders.list()).toHaveLength(before + 1);
});

test("D25.4: a key is known for a day", async () => {
  const first = await post(placeOrder.path, body, '"a"');
  clock.advance(KEY_KEPT_MS - 1);
  expect(await post(placeOrder.path, body, '"a"')).toEqual(first);
  clock.advance(1);
  const second = await post(placeOrder.path, body, '"a"');
  expect(second.status).toBe(201);
  expect(second).not.toEqual(first);
});

test("D25.8: what was refused was not done: with its key it may be tried again", async () => {
  const message = { conversationId: sampleConversation.conversationId, text: "Hello!" };
  expect((await post("/api/chat/messages", { ...message, conversationId: "nowhere" }, '"a"')).status).toBe(404);
  expect((await post("/api/chat/messages", message, '"a"')).status).toBe(201);
});

test("an answer that gets lost was given all the same, and its key brings it again", async () => {
  const before = orders.orders.list().length;
  app.server.loseAnswers();
  expect(app.server.getSnapshot().network).toEqual({ kind: "losing answers", times: 1 });
  const headers = { Authorization: `Bearer ${tokens.get(sampleUsers.ada.id)}` };
  expect((await fetch(origin + listOrders.path, { headers })).status).toBe(200);
  await expect(post(placeOrder.path, body, '"a"')).rejects.toThrow();
  expect(orders.orders.list()).toHaveLength(before + 1);
  expect(app.server.getSnapshot().network).toEqual({ kind: "up" });
  expect((await post(placeOrder.path, body, '"a"')).status).toBe(201);
  expect(orders.orders.list()).toHaveLength(before + 1);
  app.server.loseAnswers(0);
  expect(app.server.getSnapshot().network).toEqual({ kind: "up" });
});

test("002, D25.9: another text under a client message id is refused", async () => {
  const message = { conversationId: sampleConversation.conversationId, clientMessageId: "m1" };
  const say = (text: string) => post("/api/chat/messages", { ...message, text });
  const first = await say("Hello!");
  expect((await say("Something else")).status).toBe(422);
  expect(await say("Hello!")).toEqual(first);
});
