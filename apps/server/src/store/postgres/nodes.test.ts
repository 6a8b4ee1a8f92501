import { createStreamTicket, sampleUsers } from "@tidings/contracts/auth";
import { conversationOf, createConversation, listMessages, sendMessage } from "@tidings/contracts/chat";
import { listOrders, type Order, placeOrder } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../../testing/start-server.ts";
import { databaseUrl, writeToPostgres } from "../../testing/test-store.ts";

const { ada, grace, admin } = sampleUsers;

/** Servers on one database, started at the same time. */
async function startNodes(count: number) {
  const name = crypto.randomUUID();
  const env = { DATABASE_URL: await databaseUrl(name) };
  const nodes = await Promise.all(Array.from({ length: count }, () => startServer({ env })));
  const [one, other] = nodes;
  if (one === undefined || other === undefined) throw new Error("at least two");
  return {
    name,
    one,
    other,
    async [Symbol.asyncDispose]() {
      for (const node of nodes) await node[Symbol.asyncDispose]();
    },
  };
}

async function json<T>(response: Promise<Response>): Promise<{ status: number; data: T; position: string }> {
  const answer = await response;
  return { status: answer.status, ...((await answer.json()) as { data: T; position: string }) };
}

const listOf = (node: TestServer, token: string) => json<Order[]>(node.call(token, "GET", listOrders.path));
const setStatus = (node: TestServer, token: string, id: string | undefined, order_status: string) =>
  json(node.call(token, "PATCH", `/api/orders/${id}/status`, { order_status }));
const streamOf = (token: string, from = "") => `/api/orders/stream?token=${token}&lastEventId=${from}`;

it("nodes that start at once on an empty database fill it once", async () => {
  await using nodes = await startNodes(2);
  const orders = await listOf(nodes.one, await nodes.one.signIn(ada.email));
  expect(new Set(orders.data.map(({ id }) => id)).size).toBe(orders.data.length);
  expect(orders.data.length).toBeGreaterThan(0);
  expect((await listOf(nodes.other, await nodes.other.signIn(ada.email))).data).toEqual(orders.data);
});

it("D5, D19: a PATCH on one node reaches the streams on every node, once and in order", async () => {
  await using nodes = await startNodes(2);
  const token = await nodes.one.signIn(ada.email);
  const admins = await nodes.other.signIn(admin.email);
  const { data, position } = await listOf(nodes.other, token);
  const id = data.find(({ order_status }) => order_status === "Order Received")?.id;
  const streams = [await nodes.one.open(streamOf(token, position)), await nodes.other.open(streamOf(token, position))];
  for (const stream of streams) expect((await stream.next()).data.resume).toBe("complete");
  const walk = ["Preparing", "Out for Delivery", "Delivered", "Preparing"];
  for (const [turn, status] of walk.entries()) {
    expect((await setStatus(turn % 2 === 0 ? nodes.one : nodes.other, admins, id, status)).status).toBe(200);
  }
  for (const stream of streams) {
    const events = [];
    for (const _ of walk) events.push((await stream.next()).data);
    expect(events.map(({ order_status }) => order_status)).toEqual(walk);
    expect(events.map(({ revision }) => revision)).toEqual([2, 3, 4, 5]);
  }
});

it("D4.2: when a node ends, its reader resumes on another one and has missed nothing", async () => {
  await using nodes = await startNodes(2);
  const token = await nodes.one.signIn(ada.email);
  const admins = await nodes.other.signIn(admin.email);
  const { data, position } = await listOf(nodes.one, token);
  const id = data.find(({ order_status }) => order_status === "Order Received")?.id;
  const before = await nodes.one.open(streamOf(token, position));
  await before.next();
  await setStatus(nodes.other, admins, id, "Preparing");
  const { id: lastEventId } = await before.next();
  await nodes.one.backend.close();
  await setStatus(nodes.other, admins, id, "Delivered");
  const after = await nodes.other.open(streamOf(token, lastEventId));
  expect((await after.next()).data.resume).toBe("complete");
  expect((await after.next()).data.order_status).toBe("Delivered");
});

it("D25.5: a request that is sent to two nodes with one key at once is done once", async () => {
  await using nodes = await startNodes(2);
  const token = await nodes.one.signIn(ada.email);
  const count = async () => (await listOf(nodes.one, token)).data.length;
  const before = await count();
  const place = async (node: TestServer) =>
    node.fetch(placeOrder.path, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Idempotency-Key": "one" },
      body: JSON.stringify({ address_id: "a", items: [{ name: "Tea", qty: 1, unit_price: 1 }] }),
    });
  const answers = await Promise.all([nodes.one, nodes.other, nodes.one, nodes.other].map(place));
  for (const { status } of answers) expect([201, 409]).toContain(status);
  expect(answers.map(({ status }) => status)).toContain(201);
  expect(await count()).toBe(before + 1);
  // Sent again, it is answered with the same order by whichever node.
  const repeated = await Promise.all([nodes.one, nodes.other].map((node) => json<Order>(place(node))));
  expect(repeated.map(({ status }) => status)).toEqual([201, 201]);
  expect(repeated[0]?.data).toEqual(repeated[1]?.data);
});

it("S12.1: who signed out on one node is refused by the other", async () => {
  await using nodes = await startNodes(2);
  const token = await nodes.one.signIn(ada.email);
  expect((await listOf(nodes.other, token)).status).toBe(200);
  expect((await nodes.one.call(token, "POST", "/api/auth/logout")).status).toBe(200);
  expect((await nodes.other.call(token, "GET", listOrders.path)).status).toBe(401);
});

it("S12.6, S12.4: signing out, and losing a right, ends the streams on every node", async () => {
  await using nodes = await startNodes(2);
  const [adas, graces] = [await nodes.one.signIn(ada.email), await nodes.one.signIn(grace.email)];
  const [streamOfAda, streamOfGrace] = [
    await nodes.other.open(streamOf(adas)),
    await nodes.other.open(streamOf(graces)),
  ];
  await nodes.one.call(adas, "POST", "/api/auth/logout");
  await streamOfAda.ended;
  expect(streamOfGrace.pending()).toHaveLength(1);
  await writeToPostgres(nodes.name, [`UPDATE users SET disabled_at = 'now' WHERE id = '${grace.id}'`]);
  await streamOfGrace.ended;
});

it("S12.6, 002: who leaves a conversation on one node hears no more of it on another", async () => {
  await using nodes = await startNodes(2);
  const adas = await nodes.one.signIn(ada.email);
  const id = conversationOf(ada.id, grace.id);
  const stream = await nodes.other.open(`/api/chat/stream?conversationId=${id}&token=${adas}`);
  await stream.next();
  expect((await nodes.one.call(adas, "POST", `/api/chat/conversations/${id}/leave`)).status).toBe(200);
  await stream.ended;
});

it("S13.1, S13.3: a ticket of one node opens its stream on another, once", async () => {
  await using nodes = await startNodes(2);
  const token = await nodes.one.signIn(ada.email);
  const { data } = await json<{ ticket: string }>(
    nodes.one.call(token, "POST", createStreamTicket.path, { stream: "orders" }),
  );
  const path = `/api/orders/stream?ticket=${data.ticket}`;
  const stream = await nodes.other.open(path);
  expect(stream.response.status).toBe(200);
  for (const node of [nodes.one, nodes.other]) expect((await node.open(path)).response.status).toBe(401);
});

it("D25.9, 002: messages that come to two nodes at once are said once each, in one order, and all are read", async () => {
  await using nodes = await startNodes(2);
  const conversationId = conversationOf(ada.id, grace.id);
  const adas = await nodes.one.signIn(ada.email);
  const graces = await nodes.other.signIn(grace.email);
  const say = (node: TestServer, token: string, text: string, clientMessageId: string) =>
    json<{ messageId: string }>(node.call(token, "POST", sendMessage.path, { conversationId, text, clientMessageId }));
  const said = await Promise.all(
    ["1", "2", "3", "4"].flatMap((text) => [nodes.one, nodes.other].map((node) => say(node, adas, text, text))),
  );
  expect(said.map(({ status }) => status)).toEqual(said.map(() => 201));
  expect(new Set(said.map(({ data }) => data.messageId)).size).toBe(4);
  const path = `${listMessages.path}?conversationId=${conversationId}`;
  const history = async (node: TestServer) =>
    (
      await json<{ messages: { messageId: string; status: string; timestamp: string }[] }>(
        node.call(graces, "GET", path),
      )
    ).data.messages;
  const messages = await history(nodes.one);
  expect(await history(nodes.other)).toEqual(messages);
  expect(new Set(messages.map(({ timestamp }) => timestamp)).size).toBe(messages.length);
});

it("002: a group's message whose recipients read it at once on different nodes is read", async () => {
  await using nodes = await startNodes(2);
  const [adas, graces, admins] = [
    await nodes.one.signIn(ada.email),
    await nodes.one.signIn(grace.email),
    await nodes.other.signIn(admin.email),
  ];
  const group = { participantIds: [grace.id, admin.id], title: "Three" };
  const { data } = await json<{ conversationId: string }>(nodes.one.call(adas, "POST", createConversation.path, group));
  for (const text of ["1", "2", "3"]) {
    const body = { conversationId: data.conversationId, text };
    const said = await json<{ messageId: string }>(nodes.other.call(adas, "POST", sendMessage.path, body));
    const path = `/api/chat/messages/${said.data.messageId}/status`;
    await Promise.all([
      nodes.one.call(graces, "PUT", path, { status: "read" }),
      nodes.other.call(admins, "PUT", path, { status: "read" }),
    ]);
  }
  const path = `${listMessages.path}?conversationId=${data.conversationId}`;
  const history = await json<{ messages: { status: string }[] }>(nodes.one.call(adas, "GET", path));
  expect(history.data.messages.map(({ status }) => status)).toEqual(["read", "read", "read"]);
});
