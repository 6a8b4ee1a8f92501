import { setImmediate as turn } from "node:timers/promises";
import { adminOrdersStream, sampleAdminOrders } from "@tidings/contracts/admin-orders";
import { sampleUsers, type User } from "@tidings/contracts/auth";
import {
  chatStream,
  chatTopicKey,
  conversationOf,
  createConversation,
  sendMessage,
  setTyping,
} from "@tidings/contracts/chat";
import { streams as contractStreams } from "@tidings/contracts/domains";
import { EVERYONE, notificationsStream, notificationTopicKeys } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { recordsPublishKeys, recordsStream } from "@tidings/contracts/records";
import { type Publication, publication } from "@tidings/hub";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type EventReader, openStream } from "../testing/event-reader.ts";
import { startServer } from "../testing/start-server.ts";

// S4: no event ever reaches a principal outside its topics. Anything is published to anyone on every stream, while
// everyone listens with everything that they may open; nobody may hear what was not for them. A stream joins by a line
// in `streams`.

/** Whom an event is for: all who are on the stream, the admins, or one user. */
type Audience = "everyone" | "admins" | User;

interface StreamUnderTest {
  /** Addresses at which principals of every kind try to listen; what is refused hears nothing. */
  readonly addresses: readonly string[];
  /** An event for an audience that carries the mark; undefined where the stream knows no such audience. */
  publish(audience: Audience, mark: string): readonly Publication[] | undefined;
  /** What a user tells others by requests, for streams on which users speak themselves. */
  speak?(speaker: User): readonly Speech[];
}

/** Something said by a request, and to whom. */
interface Speech {
  readonly hearers: readonly User[];
  readonly path: string;
  body(mark: string): object;
}

const { ada, grace, admin } = sampleUsers;
const people: readonly User[] = [ada, grace, admin];
const isUser = (audience: Audience): audience is User => typeof audience !== "string";

/** Who talks with whom. The admin takes part in one of them: being an admin lets nobody into the other. */
const conversations = [
  [ada, grace],
  [grace, admin],
].map((members) => ({ members, id: conversationOf(members[0]?.id ?? "", members[1]?.id ?? "") }));
const conversationsOf = ({ id }: User) => conversations.filter(({ members }) => members.some((one) => one.id === id));

/** By the stream's name. */
const streams: Readonly<Record<string, StreamUnderTest>> = {
  orders: {
    addresses: [ordersStream.path, `${ordersStream.path}?userId=${grace.id}`],
    publish: (audience, mark) =>
      isUser(audience)
        ? [
            publication(ordersStream.topic(audience.id), {
              event: "order_status_update",
              data: { order_id: mark, order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 2 },
            }),
          ]
        : undefined,
  },
  "admin-orders": {
    addresses: [adminOrdersStream.path, `${adminOrdersStream.path}?status=PENDING`],
    publish: (audience, mark) =>
      audience === "admins"
        ? [
            publication(adminOrdersStream.topic("PENDING"), {
              event: "new_order",
              data: { ...sampleAdminOrders[0], id: mark },
            }),
          ]
        : undefined,
  },
  notifications: {
    addresses: [
      notificationsStream.path,
      `${notificationsStream.path}?page=dashboard`,
      `${notificationsStream.path}?userId=${ada.id}`,
      // What looks like somebody's topic, as another attribute.
      `${notificationsStream.path}?user=${grace.id}&sessionId=${grace.id}`,
      `${notificationsStream.path}?sessionId=${encodeURIComponent(`x/../user:${grace.id}`)}`,
    ],
    publish(audience, mark) {
      if (audience === "admins") return undefined;
      const [key = EVERYONE] = isUser(audience) ? notificationTopicKeys({ userId: audience.id }) : [];
      return [publication(notificationsStream.topic(key), { event: "notification", data: { message: mark } })];
    },
  },
  records: {
    addresses: [
      recordsStream.path,
      `${recordsStream.path}?events=notification,backup.finished`,
      `${recordsStream.path}?events=admin.audit`,
      `${recordsStream.path}?events=${encodeURIComponent(`user:${grace.id}/notification`)}`,
    ],
    publish(audience, mark) {
      const event = audience === "admins" ? "admin.audit" : "notification";
      const whose = audience === "everyone" ? "all" : audience === "admins" ? "admin" : { userId: audience.id };
      return recordsPublishKeys(whose, event).map((key) =>
        publication(recordsStream.topic(key), { event, data: { message: mark } }),
      );
    },
  },
  chat: {
    addresses: conversations.flatMap(({ id }) => [
      `${chatStream.path}?conversationId=${id}`,
      `/api/sse?conversationId=${id}&userId=${grace.id}`,
    ]),
    publish(audience, mark) {
      if (!isUser(audience)) return undefined;
      return conversationsOf(audience).map(({ id: conversationId }) =>
        publication(chatStream.topic(chatTopicKey(conversationId, audience.id)), {
          event: "statusUpdate",
          data: { messageId: mark, status: "read", conversationId, timestamp: "2026-02-26T05:00:05.000Z" },
        }),
      );
    },
    speak: (speaker) =>
      conversationsOf(speaker).flatMap(({ id: conversationId, members }) => {
        const hearers = members.filter(({ id }) => id !== speaker.id);
        return [
          { hearers, path: setTyping.path, body: () => ({ conversationId, isTyping: true }) },
          { hearers, path: sendMessage.path, body: (mark) => ({ conversationId, text: mark }) },
        ];
      }),
  },
};

/** Whether a listener may hear of somebody who types, comes or goes: others, in a conversation that both take part in. */
function mayNotice(listener: User | undefined, { conversationId, userId }: Readonly<Record<string, unknown>>): boolean {
  if (listener === undefined || listener.id === userId) return false;
  return conversationsOf(listener).some(
    ({ id, members }) => id === conversationId && members.some((one) => one.id === userId),
  );
}

function may(listener: User | undefined, audience: Audience | readonly User[]): boolean {
  if (audience === "everyone") return true;
  if (audience === "admins") return listener?.role === "admin";
  return [audience].flat().some(({ id }) => id === listener?.id);
}

it("S4: every stream of the contract is under this test", () => {
  expect(Object.keys(streams).sort()).toEqual(contractStreams.map(({ name }) => name).sort());
});

it("S4: no event ever reaches a principal outside its topics, live or replayed, on any stream", async () => {
  await using server = await startServer();
  const { hub } = server.backend;
  const tokens = new Map(
    await Promise.all(people.map(async ({ id, email }) => [id, await server.signIn(email)] as const)),
  );
  const listeners: { readonly who: User | undefined; readonly address: string; readonly reader: EventReader }[] = [];
  const listen = async (who: User | undefined, address: string, lastEventId?: string) => {
    const headers = {
      ...(who !== undefined && { Authorization: `Bearer ${tokens.get(who.id)}` }),
      ...(lastEventId !== undefined && { "Last-Event-ID": lastEventId }),
    };
    const reader = await openStream(`${server.url}${address}`, { headers });
    if (!reader.response.ok) return;
    await reader.next();
    listeners.push({ who, address, reader });
  };
  const say = (speaker: User, path: string, body: object) =>
    server.call(tokens.get(speaker.id) ?? "", "POST", path, body);
  for (const {
    members: [first, second],
  } of conversations) {
    if (first && second) await say(first, createConversation.path, { participantIds: [second.id] });
  }
  const start = await hub.head();
  const everyAddress = Object.values(streams).flatMap(({ addresses }) => addresses);
  const everyone = [undefined, ...people];
  const openAll = async (lastEventId?: string) => {
    for (const who of everyone) for (const address of everyAddress) await listen(who, address, lastEventId);
  };
  await openAll();

  const audiences = new Map<string, Audience | readonly User[]>();
  const publishes = fc.array(
    fc.record({
      stream: fc.constantFrom(...Object.keys(streams)),
      audience: fc.constantFrom<Audience>("everyone", "admins", ...people),
    }),
    { minLength: 1, maxLength: 20 },
  );
  const leaks: string[] = [];
  const kinds = new Set<string>();
  let heard = 0;
  const judge = (): number => {
    for (const { who, address, reader } of listeners) {
      for (const { type, data, text } of reader.pending()) {
        heard += 1;
        kinds.add(type);
        const audience = audiences.get(/mark-\d+/.exec(text)?.[0] ?? "");
        const isNotice = type === "typing" || type === "onlineStatus";
        const allowed = isNotice ? mayNotice(who, data) : audience !== undefined && may(who, audience);
        if (!allowed) leaks.push(`${who?.name ?? "nobody"} at ${address} heard ${text}`);
      }
    }
    return heard;
  };
  /** Reads until everything that was handed to a connection has arrived. */
  const settle = async () => {
    await turn();
    const sent = () => Iterator.from(hub.connections()).reduce((sum, { events }) => sum + events, 0);
    await expect.poll(() => judge() === sent() || leaks.length > 0, { interval: 1 }).toBe(true);
    expect(leaks).toEqual([]);
  };
  await fc.assert(
    fc.asyncProperty(publishes, async (plan) => {
      for (const { stream, audience } of plan) {
        const mark = `mark-${audiences.size}`;
        const publications = streams[stream]?.publish(audience, mark);
        if (publications === undefined) continue;
        audiences.set(mark, audience);
        await hub.publishAll(publications);
        if (!isUser(audience)) continue;
        for (const { hearers, path, body } of streams[stream]?.speak?.(audience) ?? []) {
          const said = `mark-${audiences.size}`;
          audiences.set(said, hearers);
          expect((await say(audience, path, body(said))).ok).toBe(true);
        }
      }
      await settle();
    }),
    { numRuns: 30 },
  );
  const live = heard;
  expect(live).toBeGreaterThan(audiences.size);
  // Everything once more, from the log.
  await openAll(start);
  await settle();
  expect(heard).toBeGreaterThan(live);
  expect([...kinds]).toEqual(expect.arrayContaining(["message", "statusUpdate", "typing", "onlineStatus"]));
  for (const { reader } of listeners) reader.close();
});
