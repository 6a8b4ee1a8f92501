import { sampleUsers } from "@tidings/contracts/auth";
import { conversationOf, sendMessage, setTyping } from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import type { EventReader } from "../testing/event-reader.ts";
import { type StartOptions, startServer, temporaryDirectory } from "../testing/start-server.ts";

// D23 over the whole server: the row is the publisher, so who sent a message is in the row.

const { ada, grace } = sampleUsers;
const conversationId = conversationOf(ada.id, grace.id);
const HEADER = "Tidings-Connection-Id";

/** Ada and Grace on a server, both signed in. The seed has them in a conversation of two. */
async function startChat(options: StartOptions = {}) {
  const server = await startServer(options);
  const [adas, graces] = [await server.signIn(ada.email), await server.signIn(grace.email)];
  const post = (path: string, from: string | undefined, body: object, token = adas) =>
    server.fetch(path, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        ...(from !== undefined && { [HEADER]: from }),
      },
      body: JSON.stringify({ conversationId, ...body }),
    });
  return {
    server,
    /** Opens a stream; answers it with the id that its greeting names. */
    async open(token: string, lastEventId?: string) {
      const headers = lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId };
      const reader = await server.open(`/api/sse?conversationId=${conversationId}&token=${token}`, { headers });
      const greeting = await reader.next();
      return Object.assign(reader, { connectionId: String(greeting.data.connectionId), greeting });
    },
    adas,
    graces,
    say: async (text: string, from?: string, more = {}) =>
      expect((await post(sendMessage.path, from, { text, ...more })).status).toBe(201),
    type: (isTyping: boolean, from?: string) => post(setTyping.path, from, { isTyping }),
    post,
    /** Grace says the last word, so that every stream has something to be read up to. */
    end: (text = "end") => post(sendMessage.path, undefined, { text }, graces),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** What was said on a stream, up to the last word. */
async function heard(reader: EventReader, last = "end"): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const { type, data } = await reader.next();
    if (type === "message" && data.text === last) return texts;
    if (type === "message") texts.push(String(data.text));
    if (type === "typing") texts.push(`${data.displayName} ${data.isTyping ? "types" : "rests"}`);
  }
}

it("D23.1, D23.3: a message reaches the sender's other connections once and in order, and not the one that sent it", async () => {
  await using chat = await startChat();
  const [desk, phone, graces] = [await chat.open(chat.adas), await chat.open(chat.adas), await chat.open(chat.graces)];
  await chat.say("1", desk.connectionId);
  await chat.say("2", phone.connectionId);
  await chat.say("3", desk.connectionId);
  await chat.end();
  expect(await heard(desk)).toEqual(["2"]);
  expect(await heard(phone)).toEqual(["1", "3"]);
  await chat.end("end of Grace's");
  await chat.say("for Grace to read up to");
  expect(await heard(graces, "for Grace to read up to")).toEqual(["1", "2", "3"]);
});

it("D23.3, 002: without the header the sender is the user, whatever connections there are", async () => {
  await using chat = await startChat();
  const [desk, phone] = [await chat.open(chat.adas), await chat.open(chat.adas)];
  await chat.say("1");
  await chat.type(true);
  await chat.type(false);
  await chat.end();
  expect([await heard(desk), await heard(phone)]).toEqual([[], []]);
});

it.each(["none", "c-1", "0f3a9b21-17"])(
  "D23.4: %s is no connection of the sender's, so all of them are told",
  async (from) => {
    await using chat = await startChat();
    const [desk, phone] = [await chat.open(chat.adas), await chat.open(chat.adas)];
    await chat.say("1", from);
    await chat.end();
    expect([await heard(desk), await heard(phone)]).toEqual([["1"], ["1"]]);
  },
);

it("D23.4, S4: who names somebody else's connection keeps nothing from it", async () => {
  await using chat = await startChat();
  const [desk, graces] = [await chat.open(chat.adas), await chat.open(chat.graces)];
  await chat.say("1", graces.connectionId);
  await chat.type(true, graces.connectionId);
  await chat.say("2", graces.connectionId);
  await chat.end();
  const all = ["1", "Ada types", "2"];
  // A message is stored before it is sent and typing is not, so which of them comes first is not promised.
  expect((await heard(graces, "2")).filter((text) => all.includes(text)).sort()).toEqual(["1", "Ada types"]);
  expect((await heard(desk)).filter((text) => all.includes(text)).sort()).toEqual(["1", "2", "Ada types"]);
});

it("D23.3: typing is told to the sender's other connections, and that it is over, too", async () => {
  await using chat = await startChat();
  const [desk, phone] = [await chat.open(chat.adas), await chat.open(chat.adas)];
  expect((await chat.type(true, desk.connectionId)).status).toBe(200);
  await chat.type(false, desk.connectionId);
  await chat.end();
  expect(await heard(desk)).toEqual([]);
  expect(await heard(phone)).toEqual(["Ada types", "Ada rests"]);
});

it("D23.2, D4.2: a connection that follows the sending one is told what its reader may have lost the answer of", async () => {
  await using chat = await startChat();
  const desk = await chat.open(chat.adas);
  desk.close();
  await chat.say("1", desk.connectionId);
  const again = await chat.open(chat.adas, desk.greeting.id);
  await chat.end();
  expect(again.greeting.data.resume).toBe("complete");
  expect(await heard(again)).toEqual(["1"]);
});

it("D23.2: the other device that was away hears it when it is back, over a restart too", async () => {
  using directory = temporaryDirectory();
  let last = "";
  {
    await using chat = await startChat({ dataDir: directory.path });
    const [desk, phone] = [await chat.open(chat.adas), await chat.open(chat.adas)];
    last = phone.greeting.id;
    phone.close();
    await chat.say("while the phone was away", desk.connectionId);
  }
  await using chat = await startChat({ dataDir: directory.path });
  const phone = await chat.open(chat.adas, last);
  await chat.end();
  expect(await heard(phone)).toEqual(["while the phone was away"]);
});

it("D25.9, D23: a message that two devices send with the same client id is said once, to both of them", async () => {
  await using chat = await startChat();
  const [desk, phone] = [await chat.open(chat.adas), await chat.open(chat.adas)];
  for (const from of [desk, phone]) await chat.say("1", from.connectionId, { clientMessageId: "mine" });
  await chat.end();
  expect([await heard(desk), await heard(phone)]).toEqual([[], ["1"]]);
});

it.each([
  ["", "empty"],
  ["x".repeat(65), "too long"],
  ["c 1", "two words"],
])("D23.5, S21.1: a header that names no connection is refused in words: %j", async (from) => {
  await using chat = await startChat();
  for (const [path, body] of [
    [sendMessage.path, { text: "1" }],
    [setTyping.path, { isTyping: true }],
  ] as const) {
    const refused = await chat.post(path, from, body);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      {
        success: false,
        errors: ["The header Tidings-Connection-Id must be the connectionId of your stream's greeting, or none"],
      },
    ]);
  }
});

it("D23.3, S6.2: pages of other origins may send the header", async () => {
  await using server = await startServer({ env: { CORS_ORIGINS: "https://a.example.com" } });
  const response = await server.fetch(sendMessage.path, {
    method: "OPTIONS",
    headers: { Origin: "https://a.example.com", "Access-Control-Request-Method": "POST" },
  });
  expect(response.headers.get("access-control-allow-headers")?.split(", ")).toContain(HEADER);
});
