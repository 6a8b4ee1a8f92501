import { setImmediate as turn } from "node:timers/promises";
import { adminOrdersStream, sampleAdminOrders } from "@tidings/contracts/admin";
import { sampleUsers, type User } from "@tidings/contracts/auth";
import { EVERYONE, notificationsStream, notificationTopicKeys } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { recordsPublishKeys, recordsStream } from "@tidings/contracts/records";
import { type Publication, publication } from "@tidings/hub";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type EventReader, openStream } from "./testing/event-reader.ts";
import { startServer } from "./testing/start-server.ts";

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
}

const { ada, grace, admin } = sampleUsers;
const people: readonly User[] = [ada, grace, admin];
const isUser = (audience: Audience): audience is User => typeof audience !== "string";

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
  adminOrders: {
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
};

const may = (listener: User | undefined, audience: Audience) =>
  audience === "everyone" || (audience === "admins" ? listener?.role === "admin" : listener?.id === audience.id);

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
  const start = await hub.head();
  const everyAddress = Object.values(streams).flatMap(({ addresses }) => addresses);
  const everyone = [undefined, ...people];
  const openAll = async (lastEventId?: string) => {
    for (const who of everyone) for (const address of everyAddress) await listen(who, address, lastEventId);
  };
  await openAll();

  const audiences = new Map<string, Audience>();
  const publishes = fc.array(
    fc.record({
      stream: fc.constantFrom(...Object.keys(streams)),
      audience: fc.constantFrom<Audience>("everyone", "admins", ...people),
    }),
    { minLength: 1, maxLength: 20 },
  );
  let heard = 0;
  const judge = (): number => {
    for (const { who, address, reader } of listeners) {
      for (const { text } of reader.pending()) {
        heard += 1;
        const audience = audiences.get(/mark-\d+/.exec(text)?.[0] ?? "");
        const allowed = audience !== undefined && may(who, audience);
        expect(allowed, `${who?.name ?? "nobody"} at ${address} heard ${text}`).toBe(true);
      }
    }
    return heard;
  };
  /** Reads until everything that was handed to a connection has arrived. */
  const settle = async () => {
    await turn();
    const sent = () => Iterator.from(hub.connections()).reduce((sum, { events }) => sum + events, 0);
    await expect.poll(() => judge() - sent(), { interval: 1, timeout: 10_000 }).toBe(0);
  };
  await fc.assert(
    fc.asyncProperty(publishes, async (plan) => {
      for (const { stream, audience } of plan) {
        const mark = `mark-${audiences.size}`;
        const publications = streams[stream]?.publish(audience, mark);
        if (publications === undefined) continue;
        audiences.set(mark, audience);
        await hub.publishAll(publications);
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
  for (const { reader } of listeners) reader.close();
});
