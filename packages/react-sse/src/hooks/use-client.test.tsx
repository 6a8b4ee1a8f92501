import { render, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useSSE } from "./use-sse.ts";

afterEach(() => vi.unstubAllGlobals());

const greeting = {
  clientId: "c-1",
  timestamp: 1,
  connectionId: "c-1",
  heartbeatMs: 30_000,
  position: "e:0",
  resume: "none",
};

/** Brief 003's component, as it is printed there: without a provider. */
function MyComponent() {
  const { isConnected, lastEvent } = useSSE({ userId: "user123", metadata: { page: "dashboard" } });
  return (
    <div>
      <p>Connection: {isConnected ? "Connected" : "Disconnected"}</p>
      {lastEvent && <div>Latest: {JSON.stringify(lastEvent.data)}</div>}
    </div>
  );
}

it("003 useSSE: works without a provider, and two components share one connection", async () => {
  const asked: { readonly url: string; readonly signal: AbortSignal | null | undefined }[] = [];
  vi.stubGlobal("fetch", async (url: string, { signal }: RequestInit) => {
    asked.push({ url, signal });
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(`event: connected\ndata: ${JSON.stringify(greeting)}\n\n`));
        signal?.addEventListener("abort", () => controller.error(signal.reason));
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  });
  const page = render(
    <>
      <MyComponent />
      <MyComponent />
    </>,
  );
  await expect.poll(() => within(page.container).getAllByText("Connection: Connected")).toHaveLength(2);
  expect(asked.map(({ url }) => url)).toEqual(["/api/sse?page=dashboard&userId=user123"]);
  page.unmount();
  await expect.poll(() => asked[0]?.signal?.aborted).toBe(true);
});
