import { dehydrate, hydrate, notifyManager, QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act } from "@testing-library/react";
import { type Client, ClientError, type Loaded } from "@tidings/client";
import { leftovers, nothing, orderUpdate, greeting as sampleGreeting } from "@tidings/client/testing";
import { ordersStream } from "@tidings/contracts/orders";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { useTidings } from "../hooks/use-tidings.ts";
import { renderTidings } from "../testing/render-tidings.tsx";
import { type LiveQueryOptions, liveQueryOptions, updateLiveData, useQueryStream } from "./index.ts";

type Codes = readonly string[];
const greeting = (resume: "complete" | "gap" = "complete", position = "e:0") => sampleGreeting({ resume, position });

// The cache tells in a timeout of its own else; time stands still here.
beforeAll(() => notifyManager.setScheduler((tell) => tell()));
afterAll(() => notifyManager.setScheduler((tell) => setTimeout(tell, 0)));
const caches: QueryClient[] = [];
afterEach(() => {
  for (const cache of caches.splice(0)) cache.clear();
});

/** A query of order codes, whose loads the test answers; every update of an order puts its revision in front. */
function setUpCodes() {
  const loads: PromiseWithResolvers<Loaded<Codes>>[] = [];
  const load = vi.fn(() => {
    const next = Promise.withResolvers<Loaded<Codes>>();
    loads.push(next);
    return next.promise;
  });
  const codes: CodesOptions = (client) =>
    liveQueryOptions({
      client,
      stream: ordersStream,
      queryKey: ["codes"],
      load,
      apply: { order_status_update: (before: Codes, { revision }) => [String(revision), ...before] },
    });
  const cache = new QueryClient();
  caches.push(cache);
  // The newest: StrictMode mounts twice, and the cache cancels the load of a component that left.
  const succeed = (data: Codes, position = "e:0") => act(async () => loads.at(-1)?.resolve({ data, position }));
  const refuse = (error: Error) => act(async () => loads.at(-1)?.reject(error));
  const ui = (
    <QueryClientProvider client={cache}>
      <Shown codes={codes} />
    </QueryClientProvider>
  );
  return { cache, codes, load, succeed, refuse, ui };
}

type CodesOptions = (client: Client) => LiveQueryOptions<Codes, typeof ordersStream>;

function Shown({ codes }: { readonly codes: CodesOptions }) {
  const options = codes(useTidings());
  const { data, error } = useQuery(options);
  const { state } = useQueryStream(options);
  return `${state}: ${error?.message ?? data?.join() ?? "nothing"}`;
}

/** Loaded at `e:0`, greeted. */
async function live() {
  const rig = setUpCodes();
  const page = await renderTidings(rig.ui);
  await rig.succeed(["A"]);
  rig.load.mockClear();
  await page.frame();
  await page.stream(greeting());
  return { ...rig, page, shown: () => page.container.textContent };
}

it("C1.1: the snapshot is fetched as any query, then the stream goes on from its position and changes the cache", async () => {
  const { ui, load, succeed, cache, codes } = setUpCodes();
  const page = await renderTidings(ui);
  load.mockClear();
  expect(page.container.textContent).toBe("idle: nothing");
  expect(page.server.requests).toHaveLength(0);
  await succeed(["A"], "e:4");
  await page.frame();
  expect(page.server.last.headers.get("last-event-id")).toBe("e:4");
  await page.stream(greeting("complete", "e:6"), orderUpdate(5), orderUpdate(6));
  expect(page.container.textContent).toBe("open: 6,5,A");
  expect(cache.getQueryData(["codes"])).toEqual({ data: ["6", "5", "A"], position: "e:4" });
  expect(codes(page.client).meta.connection(cache).state).toBe("open");
  expect(load).not.toHaveBeenCalled();
});

it("C1.4: after a gap it is loaded again", async () => {
  const { page, load, succeed, shown } = await live();
  await page.send(greeting("gap", "e:9"));
  expect(load).toHaveBeenCalledTimes(1);
  await succeed(["B"], "e:9");
  await page.frame();
  expect(shown()).toBe("open: B");
});

it("C1.2: invalidating loads through the stream: what came meanwhile is on top of what was loaded", async () => {
  const { page, cache, load, succeed, shown } = await live();
  let done = false;
  await act(async () => {
    void cache.invalidateQueries({ queryKey: ["codes"] }).then(() => {
      done = true;
    });
  });
  expect(load).toHaveBeenCalledTimes(1);
  await page.send(orderUpdate(1));
  expect(shown()).toBe("open: 1,A");
  await succeed(["B"]);
  await page.frame();
  expect(shown()).toBe("open: 1,B");
  expect(done).toBe(true);
});

it("what is written into the cache by hand is what events go on from, and keeps its position", async () => {
  const { page, cache, codes, shown } = await live();
  await act(async () => updateLiveData(cache, codes(page.client), (before) => ["mine", ...before]));
  expect(shown()).toBe("open: mine,A");
  await page.send(orderUpdate(1));
  expect(shown()).toBe("open: 1,mine,A");
  expect(cache.getQueryData(["codes"])).toMatchObject({ position: "e:0" });
});

it("changing the data of a query that nobody loaded does nothing", async () => {
  const { cache, codes } = setUpCodes();
  const { client } = await renderTidings(null);
  updateLiveData(cache, codes(client), (before) => ["mine", ...before]);
  expect(cache.getQueryData(["codes"])).toBeUndefined();
});

it("C42.1: a page that takes over a server's cache loads nothing and streams from its position", async () => {
  const { ui, cache, load } = setUpCodes();
  const onServer = new QueryClient();
  caches.push(onServer);
  onServer.setQueryData(["codes"], { data: ["S"], position: "e:7" });
  hydrate(cache, JSON.parse(JSON.stringify(dehydrate(onServer))));
  const page = await renderTidings(ui);
  expect(page.container.textContent).toBe("connecting: S");
  expect(page.server.last.headers.get("last-event-id")).toBe("e:7");
  expect(load).not.toHaveBeenCalled();
});

it("C12: leaves nothing behind, and who comes back later catches up from the cache without loading", async () => {
  const { page, ui, load } = await live();
  await page.show(null);
  await page.advance(2_000);
  expect(leftovers(page)).toEqual(nothing);
  await page.show(ui);
  expect(page.server.last.headers.get("last-event-id")).toBe("e:0");
  expect(load).not.toHaveBeenCalled();
});

it("a failed load is the query's error, opens no stream, and the stream begins once a later one succeeded", async () => {
  const { ui, cache, refuse, succeed } = setUpCodes();
  cache.setDefaultOptions({ queries: { retry: false } });
  const page = await renderTidings(ui);
  await refuse(new ClientError("http", "no", { status: 403 }));
  expect(page.container.textContent).toBe("idle: no");
  expect(page.server.requests).toHaveLength(0);
  await act(async () => void cache.refetchQueries({ queryKey: ["codes"] }));
  await succeed(["A"]);
  await page.frame();
  expect(page.container.textContent).toBe("connecting: A");
});

it("C1.5: only what may pass is tried again", async () => {
  const { codes } = setUpCodes();
  const { client } = await renderTidings(null);
  const { retry } = codes(client);
  const at = (status: number) => new ClientError("http", "no", { status });
  expect([400, 401, 403, 404, 499].map((status) => retry(0, at(status)))).toEqual(Array(5).fill(false));
  expect([408, 429, 500, 503].map((status) => retry(0, at(status)))).toEqual(Array(4).fill(true));
  expect([new Error("no"), new ClientError("network", "no")].map((error) => retry(2, error))).toEqual([true, true]);
  expect(retry(3, at(503))).toBe(false);
});

it("a refetch that is refused is the query's error, and what was there stays", async () => {
  const { page, cache, refuse } = await live();
  const refetched = vi.fn();
  await act(async () => void cache.refetchQueries({ queryKey: ["codes"] }, { throwOnError: true }).catch(refetched));
  await refuse(new ClientError("http", "no longer yours", { status: 403 }));
  await page.frame();
  expect(refetched).toHaveBeenCalledWith(expect.objectContaining({ code: "http", message: "no longer yours" }));
  expect(cache.getQueryState(["codes"])).toMatchObject({ status: "error", data: { data: ["A"] } });
});
