// @vitest-environment jsdom

import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import { createClient, createHost } from "@tidings/client";
import { sampleUsers } from "@tidings/contracts/auth";
import { getNotificationStats } from "@tidings/contracts/notifications";
import { createNotificationsMock, type NotificationsMock } from "@tidings/mocks/notifications";
import { TidingsProvider } from "@tidings/react-sse";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { REFRESH_MS, useStats } from "./use-stats.ts";

const msw = setupServer();
beforeAll(() => msw.listen());
afterAll(() => msw.close());

let world: NotificationsMock;
let asked: number;
/** What waits for the next look. */
let waiting: Set<() => void>;

beforeEach(() => {
  world = createNotificationsMock({ signedInAs: sampleUsers.admin });
  msw.use(...world.handlers);
  asked = 0;
  waiting = new Set();
  msw.events.on("request:start", ({ request }) => {
    if (new URL(request.url).pathname === getNotificationStats.path) asked += 1;
  });
});
afterEach(() => {
  cleanup();
  world.close();
  msw.resetHandlers();
  msw.events.removeAllListeners();
  vi.restoreAllMocks();
});

function look(enabled = true) {
  const { setTimer } = createHost();
  const client = createClient({
    baseUrl: "http://demo.test",
    host: {
      setTimer(callback, ms) {
        if (ms !== REFRESH_MS) return setTimer(callback, ms);
        waiting.add(callback);
        return () => waiting.delete(callback);
      },
    },
  });
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <TidingsProvider client={client}>{children}</TidingsProvider>
  );
  return renderHook(() => useStats(enabled), { wrapper });
}

/** Five seconds pass. */
function pass() {
  const due = [...waiting];
  waiting.clear();
  act(() => {
    for (const callback of due) callback();
  });
}

test("statistics are counted again every five seconds, while the page is seen and shown", async () => {
  const { result, unmount } = look();
  await waitFor(() => expect(result.current.stats).toMatchObject({ totalClients: 0 }));
  pass();
  await waitFor(() => expect(asked).toBe(2));
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  pass();
  pass();
  expect(asked).toBe(2);
  unmount();
  expect(waiting.size).toBe(0);
});

test("older numbers stay when a look fails, and the reason is told until one succeeds", async () => {
  const { result } = look();
  await waitFor(() => expect(result.current.stats).toBeDefined());
  world.server.refuse(503, { times: 1 });
  act(() => result.current.refresh());
  await waitFor(() => expect(result.current.problem).toEqual(expect.any(String)));
  expect(result.current.stats).toBeDefined();
  act(() => result.current.refresh());
  await waitFor(() => expect(result.current.problem).toBeUndefined());
});

test("who may not see them does not ask", async () => {
  look(false);
  expect(waiting.size).toBe(0);
  expect(asked).toBe(0);
});
