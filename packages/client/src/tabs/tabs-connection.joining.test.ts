import { chatStream } from "@tidings/contracts/chat";
import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { openTabs, setUpTabs } from "../testing/open-tabs.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";

describe("C20: a tab that joins", () => {
  it("C20.1: from a position that the leader remembers gets what came after it", async () => {
    const { server, open } = await openTabs(3);
    await server.last.send(orderUpdate(2), orderUpdate(3));
    const late = open("e:1");
    await settle();
    expect(late.log).toEqual(["complete", "e:2", "e:3"]);
    expect(late.stream.getSnapshot().freshness).toBe("live");
    expect(server.requests).toHaveLength(1);
  });

  it("from the leader's own position gets a complete greeting", async () => {
    const { open } = await openTabs(3);
    const late = open("e:1");
    await settle();
    expect(late.log).toEqual(["complete"]);
    expect(late.stream.getSnapshot().freshness).toBe("live");
  });

  it("C20.1: from any other position is told of a gap", async () => {
    const { open } = await openTabs(3);
    const late = open("e:unknown");
    await settle();
    expect(late.log).toEqual(["gap"]);
  });

  it("C20.2: waits for the server's greeting, and hears meanwhile how the connection stands", async () => {
    const { server, open } = setUpTabs();
    const first = open("e:4");
    const second = open("e:4");
    await settle();
    await server.last.answer(503);
    expect(second.stream.getSnapshot()).toMatchObject({ state: "reconnecting", attempt: 1, error: { status: 503 } });
    await first.host.advance(1_000);
    await server.last.accept();
    expect(second.log).toEqual([]);
    await server.last.send(greeting({ resume: "complete", position: "e:5" }), orderUpdate(5));
    expect([first.log, second.log]).toEqual([
      ["complete", "e:5"],
      ["complete", "e:5"],
    ]);
    expect(second.stream.getSnapshot()).toMatchObject({ state: "open", freshness: "live", attempt: 0 });
  });

  it("C20.3: hears the newest of each state that the server told before", async () => {
    const { server, openTab } = setUpTabs();
    const online = (userId: string, isOnline: boolean) => {
      const data = JSON.stringify({ ...chatStream.events.onlineStatus.samples.valid[0], userId, isOnline });
      return { event: "onlineStatus", data };
    };
    const listen = () => {
      const heard: string[] = [];
      const stream = openTab().client.open(chatStream, { query: { conversationId: "c" } });
      stream.on("onlineStatus", ({ data }) => heard.push(`${data.userId} ${data.isOnline}`));
      return heard;
    };
    listen();
    await settle();
    await server.last.accept();
    await server.last.send({ event: "connected", data: JSON.stringify(chatStream.greeting.event.samples.valid[0]) });
    await server.last.send(online("ada", true), online("grace", true), online("ada", false));
    const late = listen();
    await settle();
    expect(late).toEqual(["grace true", "ada false"]);
    expect(server.requests).toHaveLength(1);
  });

  it("hears a state once that is also among the events it missed", async () => {
    const { server, openTab } = setUpTabs();
    const typing = {
      event: "typing",
      id: "e:2",
      data: JSON.stringify(chatStream.events.typing.samples.valid[0]),
    };
    const listen = (from: string) => {
      const heard: string[] = [];
      const stream = openTab().client.open(chatStream, { query: { conversationId: "c" }, from });
      stream.on("typing", ({ data }) => heard.push(data.displayName));
      return heard;
    };
    listen("e:1");
    await settle();
    await server.last.accept();
    const hello = { ...chatStream.greeting.event.samples.valid[0], position: "e:1", resume: "complete" };
    await server.last.send({ event: "connected", id: "e:1", data: JSON.stringify(hello) });
    await server.last.send(typing);
    const late = listen("e:1");
    await settle();
    expect(late).toEqual(["Ada"]);
  });

  it("begins by connecting and not by coming back", async () => {
    const { server, open, openTab } = setUpTabs();
    open();
    await settle();
    await server.last.accept();
    await server.last.send(greeting());
    const stream = openTab().client.open(ordersStream);
    const states: string[] = [];
    stream.subscribe(() => states.push(stream.getSnapshot().state));
    await settle();
    expect(states).not.toContain("reconnecting");
    expect(states.at(-1)).toBe("open");
  });

  it("C20.2: has a connection of its own where the greeting does not say enough", async () => {
    const { server, open } = setUpTabs();
    open();
    await settle();
    await server.last.accept();
    await server.last.send({ event: "connected", data: "{}" });
    const second = open("e:3");
    await settle();
    expect(server.requests).toHaveLength(2);
    expect(server.last.headers.get("last-event-id")).toBe("e:3");
    await server.last.accept();
    await server.last.send(greeting({ resume: "complete", position: "e:4" }), orderUpdate(4));
    expect(second.log).toEqual(["complete", "e:4"]);
  });
});
