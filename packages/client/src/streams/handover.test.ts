import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";

const greeting = (fields: object = {}) => ({
  event: "connected",
  data: JSON.stringify({
    clientId: "c-1",
    timestamp: 1,
    connectionId: "c-1",
    heartbeatMs: 30_000,
    position: "e:5",
    resume: "none",
    ...fields,
  }),
});

/** A stream of notifications about one page, live at `e:5`. */
async function openPage() {
  const rig = setUp();
  const stream = rig.client.open(notificationsStream, { query: { page: "one" } });
  await settle();
  await rig.server.last.accept();
  await rig.server.last.send(greeting());
  return { ...rig, stream };
}

it("C29: a stream whose query changes goes on where it stood, and what came between is delivered", async () => {
  const { client, server, host, stream } = await openPage();
  stream.close();
  const next = client.open(notificationsStream, { query: { page: "two" } });
  const heard: string[] = [];
  next.on("success", ({ id, replayed }) => heard.push(`${id} ${replayed}`));
  await settle();
  expect(server.last.url.searchParams.get("page")).toBe("two");
  expect(server.last.headers.get("last-event-id")).toBe("e:5");
  expect(next.getSnapshot().freshness).toBe("unknown");
  await server.last.accept();
  const success = { event: "success", id: "e:6", data: JSON.stringify({ message: "Saved" }) };
  await server.last.send(greeting({ resume: "complete", position: "e:6" }), success);
  expect(heard).toEqual(["e:6 true"]);
  expect(next.getSnapshot().freshness).toBe("live");
  client.close();
  expect(leftovers({ host, server })).toEqual(nothing);
});

it("C29: what the log no longer has is told", async () => {
  const { client, server, stream } = await openPage();
  stream.close();
  const next = client.open(notificationsStream, { query: { page: "two" } });
  await settle();
  await server.last.accept();
  await server.last.send(greeting({ resume: "gap", position: "f:1" }));
  expect(next.getSnapshot()).toMatchObject({ resume: "gap", freshness: "reloaded" });
});

it("C29: a stream of another contract, one opened in a later turn, and one with a position of its own take over from none", async () => {
  const { client, server, stream } = await openPage();
  const lastIdOf = async (open: () => void) => {
    open();
    await settle();
    return server.last.headers.get("last-event-id");
  };
  stream.close();
  expect(await lastIdOf(() => client.open(ordersStream))).toBeNull();
  expect(await lastIdOf(() => client.open(notificationsStream, { query: { page: "two" } }))).toBeNull();
  const again = client.open(notificationsStream, { query: { page: "one" } });
  again.close();
  expect(await lastIdOf(() => client.open(notificationsStream, { query: { page: "three" }, from: "e:2" }))).toBe("e:2");
});
