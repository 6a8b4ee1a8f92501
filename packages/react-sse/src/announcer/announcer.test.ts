import { createFakeHost } from "@tidings/client/testing";
import { describe, expect, it } from "vitest";
import { createAnnouncer } from "./announcer.ts";

function setUp() {
  const host = createFakeHost(() => new Promise(() => {}));
  const announcer = createAnnouncer(host);
  const heard: string[] = [];
  announcer.subscribe(() => {
    const { polite, assertive } = announcer.getSnapshot();
    heard.push(assertive === "" ? polite : `! ${assertive}`);
  });
  return { host, announcer, heard };
}

describe("C17: announcer", () => {
  it("C17.3: says one message per three seconds, then falls silent without a timer", async () => {
    const { host, announcer, heard } = setUp();
    announcer.announce({ message: "one" });
    announcer.announce({ message: "two" });
    expect(heard).toEqual(["one"]);
    await host.advance(2_999);
    expect(heard).toEqual(["one"]);
    await host.advance(1);
    expect(heard).toEqual(["one", "two"]);
    await host.advance(3_000);
    expect(heard).toEqual(["one", "two", ""]);
    expect(host.pending.timers).toBe(0);
  });

  it("can say the same again after it fell silent", async () => {
    const { host, announcer, heard } = setUp();
    announcer.announce({ message: "again" });
    await host.advance(3_000);
    announcer.announce({ message: "again" });
    expect(heard).toEqual(["again", "", "again"]);
  });

  it("C17.3: a newer message of a topic takes the place of one that waits", async () => {
    const { host, announcer, heard } = setUp();
    announcer.announce({ message: "first" });
    announcer.announce({ message: "ORD-1 is being prepared", topic: "ORD-1" });
    announcer.announce({ message: "ORD-2 was delivered", topic: "ORD-2" });
    announcer.announce({ message: "ORD-1 is out for delivery", topic: "ORD-1" });
    await host.advance(60_000);
    expect(heard).toEqual(["first", "ORD-2 was delivered", "ORD-1 is out for delivery", ""]);
  });

  it("C17.3: says assertive messages before polite ones", async () => {
    const { host, announcer, heard } = setUp();
    announcer.announce({ message: "first" });
    announcer.announce({ message: "polite" });
    announcer.announce({ message: "failed", politeness: "assertive" });
    await host.advance(60_000);
    expect(heard).toEqual(["first", "! failed", "polite", ""]);
  });

  it("drops old news of a flood, and nothing assertive", async () => {
    const { host, announcer, heard } = setUp();
    announcer.announce({ message: "start" });
    announcer.announce({ message: "failed", politeness: "assertive" });
    for (let count = 1; count <= 100; count += 1) announcer.announce({ message: `news ${count}` });
    await host.advance(120_000);
    expect(heard).toHaveLength(12);
    expect(heard.slice(0, 3)).toEqual(["start", "! failed", "news 92"]);
    expect(heard.at(-2)).toBe("news 100");
  });
});

it("C14.2: a listener that throws is reported, and the announcer goes on speaking", async () => {
  const { host, announcer, heard } = setUp();
  const bug = new Error("a bug");
  announcer.subscribe(() => {
    throw bug;
  });
  announcer.announce({ message: "one" });
  announcer.announce({ message: "two" });
  await host.advance(3_000);
  expect(heard).toEqual(["one", "two"]);
  expect(host.reported).toEqual([bug, bug]);
});
