import { expect, it } from "vitest";
import { createMemoryLog } from "../memory/index.ts";
import { createRecordingSink } from "../testing/index.ts";
import { a, connect, hub, make, notes, say, settle, texts, useHub } from "../testing/notes-hub.ts";

useHub();

it("a reader that comes while a subscription has just failed subscribes anew, though others are still in the room", async () => {
  const log = createMemoryLog();
  let subscriptions = 0;
  const late = createRecordingSink();
  make({
    log: {
      ...log,
      append: (events) => log.append(events),
      subscribe(topic, deliver) {
        subscriptions += 1;
        return subscriptions === 1 ? Promise.reject(new Error("log is down")) : log.subscribe(topic, deliver);
      },
    },
    onReport({ type }) {
      if (type !== "failed" || subscriptions > 1 || late.state !== "open" || hub.stats().connections > 2) return;
      hub.connect(late, { stream: notes, topics: [a], greeting: { message: "hello" } });
    },
  });
  const sinks = [createRecordingSink(), createRecordingSink()];
  for (const sink of sinks) hub.connect(sink, { stream: notes, topics: [a], greeting: { message: "hello" } });
  await settle();
  await say("1");
  await settle();
  expect(sinks.map(({ state }) => state)).toEqual(["destroyed", "destroyed"]);
  expect([late.state, texts(late), subscriptions]).toEqual(["open", ["1"], 2]);
});

it("D8.3: readers of one topic share one subscription, which ends with the last of them", async () => {
  const log = createMemoryLog();
  const calls: string[] = [];
  make({
    log: {
      ...log,
      async subscribe(topic, deliver) {
        calls.push(`+${topic}`);
        const leave = await log.subscribe(topic, deliver);
        return () => {
          calls.push(`-${topic}`);
          return leave();
        };
      },
    },
  });
  const [first, second] = [await connect(), await connect()];
  first.connection.close("gone");
  await settle();
  expect(calls).toEqual([`+${a.name}`]);
  second.connection.close("gone");
  await settle();
  expect(calls).toEqual([`+${a.name}`, `-${a.name}`]);
  await connect();
  expect(calls).toEqual([`+${a.name}`, `-${a.name}`, `+${a.name}`]);
});
