import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf, MAX_UNREAD } from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import { startServer, type TestServer, temporaryDirectory } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

const { ada, grace, admin } = sampleUsers;

/** Gives a server more people, `u1` and so on. */
const people = (count: number) =>
  `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
   INSERT INTO users (id, email, name, role, password_hash) SELECT 'u' || i, i || '@x', 'U' || i, 'user', 'h' FROM n`;
/** Conversations `c1` and so on of Ada and Grace, the later the number the later the message in it. */
const conversations = (count: number) => [
  `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
   INSERT INTO conversations (id, title) SELECT 'c' || i, 'No. ' || i FROM n`,
  `INSERT INTO conversation_participants (conversation_id, user_id)
   SELECT c.id, u.id FROM conversations c JOIN users u ON u.id IN ('${ada.id}', '${grace.id}') WHERE c.title <> ''`,
  `INSERT INTO chat_messages (id, conversation_id, sender_id, text)
   SELECT 'm-' || id, id, '${grace.id}', 'Hello' FROM conversations WHERE title <> '' ORDER BY CAST(substr(id, 2) AS INTEGER)`,
];

interface Listed {
  readonly conversationId: string;
  readonly unreadCount: number;
}

async function list(server: TestServer, token: string, query = ""): Promise<Listed[]> {
  const answer = await server.call(token, "GET", `/api/chat/conversations${query}`);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { data: Listed[] }).data;
}

it("S17.1: conversations come in pages, newest message first, without a hole and none twice", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  await writeFromOutside(server.config.dataDir, ...conversations(120));
  expect(await list(server, token)).toHaveLength(50);
  const ids: string[] = [];
  for (let page = await list(server, token, "?limit=7"); ; ) {
    ids.push(...page.map(({ conversationId }) => conversationId));
    if (page.length < 7) break;
    page = await list(server, token, `?limit=7&before=${ids.at(-1)}`);
  }
  // Last the one that the server was seeded with: what was said in it is oldest.
  expect(ids).toEqual([
    ...Array.from({ length: 120 }, (_, index) => `c${120 - index}`),
    conversationOf(ada.id, grace.id),
  ]);
  await server.call(token, "POST", "/api/chat/messages", { conversationId: "c3", text: "Up" });
  expect((await list(server, token, "?limit=1"))[0]?.conversationId).toBe("c3");
  expect(await list(server, token, "?limit=200")).toHaveLength(121);

  for (const query of ["?limit=201", "?limit=0", "?limit=x"]) {
    expect((await server.call(token, "GET", `/api/chat/conversations${query}`)).status).toBe(400);
  }
  const stranger = await server.signIn(admin.email);
  for (const before of ["c3", "none"]) {
    expect((await server.call(stranger, "GET", `/api/chat/conversations?before=${before}`)).status).toBe(404);
  }
});

it("S17.1: unread messages are counted in each conversation by itself, up to a bound", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  await writeFromOutside(
    server.config.dataDir,
    ...conversations(3),
    `INSERT INTO message_receipts (message_id, user_id) VALUES ('m-c1', '${ada.id}'), ('m-c2', '${ada.id}')`,
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_UNREAD + 50})
     INSERT INTO chat_messages (id, conversation_id, sender_id, text) SELECT 'x' || i, 'c1', '${grace.id}', 'x' FROM n`,
    `INSERT INTO message_receipts (message_id, user_id)
     SELECT id, '${ada.id}' FROM chat_messages WHERE id LIKE 'x%' AND conversation_id = 'c1'`,
  );
  const counts = (await list(server, token, "?limit=3")).map(({ conversationId, unreadCount }) => [
    conversationId,
    unreadCount,
  ]);
  expect(counts).toEqual([
    ["c1", MAX_UNREAD],
    ["c3", 0],
    ["c2", 1],
  ]);

  // Thousands of messages that wait for somebody who leaves wait no longer, and whoever said them hears it.
  const before = await server.call(token, "POST", "/api/chat/conversations/c1/leave");
  expect(before.status).toBe(200);
  const left = await server.call(
    await server.signIn(grace.email),
    "GET",
    "/api/chat/messages?conversationId=c1&limit=200",
  );
  expect(((await left.json()) as { data: { messages: unknown[] } }).data.messages).toHaveLength(200);
  expect((await list(server, token)).map(({ conversationId }) => conversationId)).not.toContain("c1");
  const again = await server.call(await server.signIn(grace.email), "POST", "/api/chat/conversations", {
    participantIds: [ada.id],
    title: "x",
  });
  expect(again.status).toBe(201);
});

it("S22.1: one begins so many conversations and no more, over a restart and at once; the one of two is found again", async () => {
  using directory = temporaryDirectory();
  const options = { dataDir: directory.path, env: { MAX_CONVERSATIONS_PER_USER: "3" } };
  const begin = (server: TestServer, token: string, title?: string) =>
    server.call(token, "POST", "/api/chat/conversations", { participantIds: [admin.id], ...(title && { title }) });
  {
    await using server = await startServer(options);
    const token = await server.signIn(ada.email);
    const answers = await Promise.all(["a", "b", "c", "d", "e"].map((title) => begin(server, token, title)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 403, 403]);
    expect(await answers.find(({ status }) => status === 403)?.json()).toEqual({
      success: false,
      errors: ["You have begun as many conversations as one may; write in one of those"],
    });
  }
  await using server = await startServer(options);
  const token = await server.signIn(ada.email);
  expect((await begin(server, token)).status).toBe(403);
  // What others begin counts to them.
  expect((await begin(server, await server.signIn(grace.email), "x")).status).toBe(201);
  const known = { participantIds: [grace.id] };
  expect((await server.call(token, "POST", "/api/chat/conversations", known)).status).toBe(201);
  // Who leaves has begun them all the same: they are there for the others.
  for (const { conversationId } of await list(server, token)) {
    await server.call(token, "POST", `/api/chat/conversations/${conversationId}/leave`);
  }
  expect((await begin(server, token, "y")).status).toBe(403);
});

it("S22.2: one writes to so many new people an hour; who is known, and who was refused, does not count", async () => {
  await using server = await startServer({ env: { NEW_CONTACTS_PER_HOUR_PER_USER: "5" } });
  await writeFromOutside(server.config.dataDir, people(20));
  const token = await server.signIn(ada.email);
  const begin = (participantIds: readonly string[]) =>
    server.call(token, "POST", "/api/chat/conversations", { participantIds });
  const refused = await begin(Array.from({ length: 6 }, (_, index) => `u${index + 1}`));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3500);
  expect(((await refused.json()) as { errors: string[] }).errors[0]).toMatch(/new people .* try again in \d+ s$/);
  expect((await begin(["u1", "u2", "u3", grace.id])).status).toBe(201);
  expect((await begin(["u4"])).status).toBe(201);
  expect((await begin(["u5"])).status).toBe(201);
  expect((await begin(["u6"])).status).toBe(429);
  // Known by now: the conversation of two is there.
  for (let time = 0; time < 3; time += 1) expect((await begin(["u4", "u5", grace.id])).status).toBe(201);
  expect((await begin(["u1"])).status).toBe(429);
});
