import { act } from "@testing-library/react";
import type { SSEEvent } from "@tidings/client/notifications";
import { leftovers, nothing } from "@tidings/client/testing";
import { useEffect } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { type SSEHookOptions, type SSEHookResult, useSSE } from "./use-sse.ts";

let result: SSEHookResult;
let heard: SSEEvent[] = [];
beforeEach(() => {
  heard = [];
});

/** The example of brief 003, as printed there. */
function MyComponent(options: SSEHookOptions) {
  const sse = useSSE(options);
  const { isConnected, lastEvent, addEventListener } = sse;
  result = sse;
  useEffect(() => {
    const unsubscribe = addEventListener("notification", (event) => heard.push(event));
    return unsubscribe;
  }, [addEventListener]);
  return (
    <div>
      <p>Connection: {isConnected ? "Connected" : "Disconnected"}</p>
      {lastEvent && <div>Latest: {JSON.stringify(lastEvent.data)}</div>}
    </div>
  );
}

const greeting = {
  event: "connected",
  data: JSON.stringify({
    clientId: "c-1",
    timestamp: 1,
    connectionId: "c-1",
    heartbeatMs: 30_000,
    position: "e:0",
    resume: "none",
  }),
};
const notification = { event: "notification", id: "e:1", data: '{"title":"Welcome!"}' };

describe("useSSE", () => {
  it("connects by itself; its options become query parameters", async () => {
    const page = await renderTidings(<MyComponent userId="user123" sessionId="s" metadata={{ page: "dashboard" }} />);
    expect(page.server.last.url.href).toBe("http://tidings.test/api/sse?page=dashboard&sessionId=s&userId=user123");
    expect(result).toMatchObject({ isConnected: false, isConnecting: true, error: null, reconnectAttempts: 0 });
    await page.stream(greeting);
    expect(result).toMatchObject({ isConnected: true, isConnecting: false, lastEvent: { event: "connected" } });
    expect(page.server.requests).toHaveLength(1);
  });

  it("addEventListener hears its events, custom ones too, until unsubscribed", async () => {
    const page = await renderTidings(<MyComponent />);
    const custom: unknown[] = [];
    const unsubscribe = result.addEventListener("custom_event", ({ data }) => custom.push(data));
    await page.stream(greeting, notification, { event: "custom_event", data: "1" });
    expect(heard).toEqual([{ event: "notification", data: { title: "Welcome!" }, id: "e:1" }]);
    unsubscribe();
    await page.send({ event: "custom_event", data: "2" });
    expect(custom).toEqual([1]);
    expect(result.lastEvent).toEqual({ event: "custom_event", data: 2 });
    expect(page.container.textContent).toBe("Connection: ConnectedLatest: 2");
  });

  it("says why it is not connected, and counts its attempts", async () => {
    const page = await renderTidings(<MyComponent reconnectInterval={500} maxReconnectAttempts={2} />);
    await page.stream(greeting);
    await page.drop();
    expect(result).toMatchObject({ isConnected: false, isConnecting: true, reconnectAttempts: 1 });
    expect(result.error).toEqual(expect.stringContaining("connection broke"));
    await page.advance(500);
    expect(page.server.requests).toHaveLength(2);
    await page.answer(503);
    await page.advance(1_000);
    await page.answer(503);
    await page.advance(60_000);
    expect(page.server.requests).toHaveLength(3);
    expect(result).toMatchObject({ isConnected: false, isConnecting: false });
    await act(async () => {
      result.connect();
      await page.host.advance(0);
    });
    await page.stream(greeting);
    expect(result).toMatchObject({ isConnected: true, error: null, reconnectAttempts: 0 });
  });

  it("does not come back with autoReconnect false", async () => {
    const page = await renderTidings(<MyComponent autoReconnect={false} maxReconnectAttempts={5} />);
    await page.stream(greeting);
    await page.drop();
    await page.advance(60_000);
    expect(page.server.requests).toHaveLength(1);
    expect(result.isConnecting).toBe(false);
  });

  it("disconnects and connects when told, keeping its listeners", async () => {
    const page = await renderTidings(<MyComponent />);
    await page.stream(greeting);
    await act(async () => result.disconnect());
    await page.advance(1_000);
    expect(page.server.last.aborted).toBe(true);
    expect(result).toMatchObject({ isConnected: false, isConnecting: false, error: null });
    await act(async () => {
      result.connect();
      result.connect();
      await page.host.advance(0);
    });
    expect(page.server.requests.map(({ aborted }) => aborted)).toEqual([true, false]);
    await page.stream(greeting, notification);
    expect(heard).toHaveLength(1);
  });

  it("C12.1: leaves nothing behind", async () => {
    const page = await renderTidings(<MyComponent />);
    await page.stream(greeting);
    await page.leave();
    await page.advance(1_000);
    expect(leftovers(page)).toEqual(nothing);
  });

  it("C29: when its metadata change, it goes on where it stood and misses nothing", async () => {
    const page = await renderTidings(<MyComponent metadata={{ page: "one" }} />);
    await page.stream(greeting, notification);
    await page.show(<MyComponent metadata={{ page: "two" }} />);
    expect(page.server.last.url.searchParams.get("page")).toBe("two");
    expect(page.server.last.headers.get("last-event-id")).toBe("e:1");
    const data = JSON.stringify({ ...JSON.parse(greeting.data), resume: "complete", position: "e:2" });
    await page.stream({ event: "connected", data }, { event: "notification", id: "e:2", data: '{"title":"Between"}' });
    expect(heard.map(({ data }) => data)).toEqual([{ title: "Welcome!" }, { title: "Between" }]);
  });

  it("C10.2: is not connected by headers alone", async () => {
    const page = await renderTidings(<MyComponent />);
    await page.stream();
    expect(result).toMatchObject({ isConnected: false, isConnecting: true });
    await page.send(greeting);
    expect(result).toMatchObject({ isConnected: true, isConnecting: false });
  });
});
