import { greeting, orderUpdate } from "@tidings/client/testing";
import { ordersStream } from "@tidings/contracts/orders";
import { renderToString } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { TidingsProvider } from "./tidings-provider.tsx";
import { useAnyEvent } from "./use-any-event.ts";
import { useEvents } from "./use-events.ts";
import { useLatest } from "./use-latest.ts";
import { type StreamEventOptions, useStreamEvent } from "./use-stream-event.ts";

let renders = 0;

function Log({ limit }: { readonly limit?: number }) {
  renders += 1;
  return useEvents(ordersStream, { limit }).map(({ id, event }) => `${event}${id} `);
}

it("useEvents keeps the newest, and renders once for the events of a frame", async () => {
  const page = await renderTidings(<Log limit={2} />);
  await page.stream(greeting());
  renders = 0;
  await page.send(orderUpdate(1), orderUpdate(2), orderUpdate(3));
  // StrictMode renders twice.
  expect(renders).toBe(2);
  expect(page.container.textContent).toBe("order_status_updatee:2 order_status_updatee:3 ");
});

it.each([0, 10_001, 1.5])(
  "D28.3: useEvents refuses a limit of %s, which is not a whole number from 1 to 10,000",
  (limit) => {
    const page = (
      <TidingsProvider>
        <Log limit={limit} />
      </TidingsProvider>
    );
    expect(() => renderToString(page)).toThrow("useEvents' limit must be a whole number from 1 to 10000");
  },
);

function Newest({ from }: { readonly from?: string }) {
  return useLatest(ordersStream, "order_status_update", { from })?.id ?? "none";
}

it("useLatest has the newest event of one name since the stream was opened as it is now", async () => {
  const page = await renderTidings(<Newest />);
  expect(page.container.textContent).toBe("none");
  await page.stream(greeting(), orderUpdate(1), orderUpdate(2));
  expect(page.container.textContent).toBe("e:2");
  await page.show(<Newest from="e:1" />);
  expect(page.container.textContent).toBe("none");
});

it("`from` opens a stream after that position", async () => {
  const page = await renderTidings(<Newest from="e:7" />);
  expect(page.server.last.headers.get("last-event-id")).toBe("e:7");
});

function Listening({
  hear,
  options,
}: {
  hear(id: string): void;
  readonly options: StreamEventOptions<typeof ordersStream>;
}) {
  useStreamEvent(ordersStream, "order_status_update", ({ id }) => hear(id), options);
  useAnyEvent(ordersStream, ({ event, id }) => hear(`any ${event} ${id}`), options);
  return null;
}

it("C15: with perFrame handlers hear every event, in order, in the next frame", async () => {
  const hear = vi.fn();
  const page = await renderTidings(<Listening hear={hear} options={{ perFrame: true }} />);
  await page.server.last.accept();
  await page.server.last.send(greeting(), orderUpdate(1), orderUpdate(2));
  expect(hear).not.toHaveBeenCalled();
  await page.frame();
  const heard = hear.mock.calls.flat();
  expect(heard.filter((text) => !text.startsWith("any"))).toEqual(["e:1", "e:2"]);
  expect(heard.filter((text) => text.startsWith("any"))).toEqual([
    "any connected ",
    "any order_status_update e:1",
    "any order_status_update e:2",
  ]);
});

it("with perFrame nothing that came is lost when the stream is left before the frame", async () => {
  const hear = vi.fn();
  const page = await renderTidings(<Listening hear={hear} options={{ perFrame: true }} />);
  await page.server.last.accept();
  await page.server.last.send(greeting(), orderUpdate(1));
  await page.leave();
  expect(hear).toHaveBeenCalledWith("e:1");
});

it("C14: a handler that throws keeps no event from the next", async () => {
  const hear = vi.fn((id: string) => {
    if (id === "e:1") throw new Error("no");
  });
  const page = await renderTidings(<Listening hear={hear} options={{ perFrame: true }} />);
  await page.stream(greeting(), orderUpdate(1), orderUpdate(2));
  expect(hear).toHaveBeenCalledWith("e:2");
  expect(page.problems).toEqual([expect.objectContaining({ code: "listener_failed" })]);
});

it("`batch` and `backoff` reach the stream", async () => {
  const options = { batch: true, backoff: { maxAttempts: 0 } };
  const page = await renderTidings(<Listening hear={() => {}} options={options} />);
  expect(page.server.last.url.searchParams.get("batch")).toBe("true");
  expect(page.server.requests).toHaveLength(1);
  await page.stream(greeting());
  await page.drop();
  await page.advance(60_000);
  expect(page.server.requests).toHaveLength(1);
});
