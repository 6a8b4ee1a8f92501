import { type ChatMessage, chatStream, listMessages, sampleMessages } from "@tidings/contracts/chat";
import { expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { type Rig, setUp } from "../testing/set-up.ts";
import { addMessage, addOlder, type ChatHistory, createMessagesQuery, mergeMessage } from "./messages-query.ts";

const message = (n: number): ChatMessage => ({
  ...sampleMessages[1],
  messageId: `msg_${n}`,
  timestamp: `2026-02-26T05:00:${String(n).padStart(2, "0")}.000Z`,
});

it("a message takes its place by time, is there once, and its status only moves on", () => {
  const [one, two, three] = [message(1), message(2), message(3)];
  expect(mergeMessage([one, three], two)).toEqual([one, two, three]);
  const read = { ...two, status: "read" } as const;
  expect(mergeMessage([one, two], read)).toEqual([one, read]);
  expect(mergeMessage([one, read], two)).toEqual([one, read]);
});

it("an older page comes before what it was asked for, and nowhere else: there would be a hole", () => {
  const [one, two, three] = [message(1), message(2), message(3)];
  const history = { messages: [three], next: "msg_3" };
  const page = { messages: [two, one], next: null };
  expect(addOlder(history, "msg_3", page)).toEqual({ messages: [one, two, three], next: null });
  expect(addOlder(history, "msg_9", page)).toBe(history);
});

const conversationId = "conv_1";

/** A query of a conversation that was loaded to `held`, and what its server is asked. */
function openQuery(initial?: ChatHistory) {
  const rig = setUp();
  const query = createMessagesQuery(rig.client, conversationId, { initial: initial && { data: initial } });
  const history = () => {
    const { data } = query.getSnapshot();
    return data && { ids: data.messages.map(({ messageId }) => messageId), next: data.next };
  };
  return { ...rig, query, history };
}

/** A page as the server has it, newest first. */
async function answerPage({ server, host }: Rig, newest: number, oldest: number) {
  const messages: ChatMessage[] = [];
  for (let n = newest; n >= oldest; n -= 1) {
    const timestamp = new Date(Date.UTC(2026, 1, 26) + n * 1000).toISOString();
    messages.push({ ...message(1), messageId: `msg_${n}`, timestamp });
  }
  const data = { messages, next: oldest > 1 ? `msg_${oldest}` : null };
  await server.last.answer(200, { success: true, data, position: "e:1" });
  await host.frame();
}

const asked = ({ server }: Rig) => server.last.url.searchParams.toString();
const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `msg_${from + index}`);

it("C1: the first load is one page, oldest first, and the stream goes on from its position", async () => {
  const rig = openQuery();
  await settle();
  expect(asked(rig)).toBe("conversationId=conv_1");
  await answerPage(rig, 90, 41);
  expect(rig.history()).toEqual({ ids: ids(41, 90), next: "msg_41" });
  expect(rig.server.last.url.pathname).toBe(chatStream.path);
  expect(rig.server.last.headers.get("last-event-id")).toBe("e:1");
  rig.query.close();
});

it("a reload reaches as far back as was read, in pages of 200, and no further", async () => {
  const rig = openQuery({ messages: [message(5), message(9)], next: "msg_5" });
  await settle();
  expect(rig.history()).toEqual({ ids: ["msg_5", "msg_9"], next: "msg_5" });
  await answerPage(rig, 300, 251);
  expect(asked(rig)).toBe("before=msg_251&conversationId=conv_1&limit=200");
  await answerPage(rig, 250, 51);
  expect(asked(rig)).toBe("before=msg_51&conversationId=conv_1&limit=200");
  await answerPage(rig, 50, 3);
  expect(rig.history()).toEqual({ ids: ids(3, 300), next: "msg_3" });
  rig.query.close();
});

it("a reload ends where the conversation begins, also when what was read first is gone", async () => {
  const rig = openQuery({ messages: [{ ...message(1), messageId: "deleted" }], next: null });
  await settle();
  await answerPage(rig, 60, 11);
  await answerPage(rig, 10, 1);
  expect(rig.history()).toEqual({ ids: ids(1, 60), next: null });
  rig.query.close();
});

it("a reload fetches 1,000 messages at most; what is older is asked for anew", async () => {
  const rig = openQuery({ messages: [message(1)], next: null });
  await settle();
  await answerPage(rig, 2_000, 1_801);
  for (let newest = 1_800; newest > 1_001; newest -= 200) await answerPage(rig, newest, newest - 199);
  expect(rig.history()).toEqual({ ids: ids(1_001, 2_000), next: "msg_1001" });
  rig.query.close();
});

it("C32: messages and their statuses come by the stream; a status of one that is not held loads again", async () => {
  const rig = openQuery();
  await settle();
  await answerPage(rig, 2, 1);
  const stream = rig.server.last;
  await stream.accept();
  const facts = { connectionId: "c", heartbeatMs: 30_000, position: "e:1", resume: "complete" };
  const greeting = { message: "SSE connection established", conversationId, timestamp: "2026-02-26T05:00:00.000Z" };
  await stream.send({ event: "connected", data: JSON.stringify({ ...greeting, ...facts }) });
  const next = { ...message(1), messageId: "msg_3", timestamp: "2026-02-27T05:00:00.000Z", status: "sent" };
  await stream.send({ event: "message", id: "e:2", data: JSON.stringify(next) });
  await rig.host.frame();
  expect(rig.history()?.ids).toEqual(ids(1, 3));
  const status = (messageId: string) => ({ messageId, status: "read", conversationId, timestamp: next.timestamp });
  await stream.send({ event: "statusUpdate", id: "e:3", data: JSON.stringify(status("msg_3")) });
  await rig.host.frame();
  expect(rig.query.getSnapshot().data?.messages.at(-1)?.status).toBe("read");
  const requests = rig.server.requests.length;
  await stream.send({ event: "statusUpdate", id: "e:4", data: JSON.stringify(status("msg_0")) });
  expect(rig.server.requests).toHaveLength(requests + 1);
  expect(rig.server.last.url.pathname).toBe(listMessages.path);
  rig.query.close();
});

it("one's own message is added once, whichever way it comes first", () => {
  const history = { messages: [message(1)], next: null };
  const added = addMessage(history, message(2));
  expect(added).toEqual({ messages: [message(1), message(2)], next: null });
  expect(addMessage(added, message(2))).toBe(added);
});
