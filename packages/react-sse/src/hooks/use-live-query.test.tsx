import { act } from "@testing-library/react";
import type { Loaded } from "@tidings/client";
import { leftovers, nothing, orderUpdate, greeting as sampleGreeting } from "@tidings/client/testing";
import { ordersStream } from "@tidings/contracts/orders";
import { Component, type ReactNode, Suspense } from "react";
import { describe, expect, it, vi } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { type LiveQueryHookOptions, useLiveQuery } from "./use-live-query.ts";

type Codes = readonly string[];
type Options<Data> = LiveQueryHookOptions<Codes, typeof ordersStream, Data>;

const greeting = (resume: "complete" | "gap" = "complete", position = "e:0") => sampleGreeting({ resume, position });

/** Loads of order codes, answered by the test; every update of an order puts its code in front. */
function setUpCodes() {
  const loads: PromiseWithResolvers<Loaded<Codes>>[] = [];
  const load = vi.fn(() => {
    const next = Promise.withResolvers<Loaded<Codes>>();
    loads.push(next);
    return next.promise;
  });
  const options: Options<Codes> = {
    load,
    apply: { order_status_update: (codes, { order_code }) => [order_code, ...codes] },
  };
  return {
    load,
    options,
    succeed: (index: number, ...data: string[]) => act(async () => loads[index]?.resolve({ data, position: "e:0" })),
    refuse: (index: number) => act(async () => loads[index]?.reject(new Error("no"))),
  };
}

let renders = 0;

function Probe<Data>({ options }: { readonly options: Options<Data> }) {
  const { data } = useLiveQuery(ordersStream, options);
  renders += 1;
  return <p>{data === undefined ? "nothing" : JSON.stringify(data)}</p>;
}

async function rendersOf(step: () => Promise<void>): Promise<number> {
  renders = 0;
  await step();
  // StrictMode renders twice.
  return renders / 2;
}

describe("useLiveQuery", () => {
  it("C1: loads, streams from there and renders once for a burst; two components share both", async () => {
    const { load, options, succeed } = setUpCodes();
    const page = await renderTidings(<Probe options={options} />);
    expect(page.container.textContent).toBe("nothing");
    await succeed(0, "A");
    await page.frame();
    await page.show([<Probe key="1" options={options} />, <Probe key="2" options={options} />]);
    expect(page.container.textContent).toBe('["A"]["A"]');
    await page.stream(greeting());
    expect(await rendersOf(() => page.send(orderUpdate(1), orderUpdate(2)))).toBe(2);
    expect(load).toHaveBeenCalledTimes(1);
    expect(page.server.requests.map(({ url }) => url.pathname)).toEqual(["/api/orders/stream"]);
    await page.leave();
    await page.advance(2_000);
    expect(leftovers(page)).toEqual(nothing);
  });

  it("C43: renders only for what it reads: not for the connection, and not for what `select` leaves out", async () => {
    const { options, succeed } = setUpCodes();
    const page = await renderTidings(<Probe options={{ ...options, select: (codes) => codes.slice(-1) }} />);
    await succeed(0, "A");
    await page.frame();
    expect(page.container.textContent).toBe('["A"]');
    expect(await rendersOf(() => page.stream(greeting()))).toBe(0);
    expect(await rendersOf(() => page.send(orderUpdate(1)))).toBe(0);
    expect(await rendersOf(() => page.drop())).toBe(0);
  });

  it("C43: picks anew only when the state or `select` has changed", async () => {
    const { options, succeed } = setUpCodes();
    const select = vi.fn((codes: Codes) => codes.length);
    const page = await renderTidings(<Probe options={{ ...options, select }} />);
    await succeed(0, "A");
    await page.frame();
    select.mockClear();
    await page.show(<Probe options={{ ...options, select }} />);
    await page.show(<Probe options={{ ...options, select }} />);
    expect(page.container.textContent).toBe("1");
    expect(select).not.toHaveBeenCalled();
  });

  it("a new `select` shows what it picks at once", async () => {
    const { options, succeed } = setUpCodes();
    const page = await renderTidings(<Probe options={{ ...options, select: (codes) => codes.length }} />);
    await succeed(0, "A", "B");
    await page.frame();
    expect(page.container.textContent).toBe("2");
    await page.show(<Probe options={{ ...options, select: ([first]) => first }} />);
    expect(page.container.textContent).toBe('"A"');
  });

  it("loads with the newest `load` and reduces with the newest `apply`, without loading for either", async () => {
    const { load, options, succeed } = setUpCodes();
    const page = await renderTidings(<Probe options={options} />);
    await succeed(0, "A");
    const reload = vi.fn(() => load());
    await page.show(<Probe options={{ ...options, load: reload, apply: { order_status_update: () => ["newest"] } }} />);
    await page.stream(greeting(), orderUpdate(1));
    expect(page.container.textContent).toBe('["newest"]');
    await page.send(greeting("gap", "e:9"));
    expect([load, reload].map(({ mock }) => mock.calls.length)).toEqual([2, 1]);
  });

  it("another `key` is another state; `enabled: false` holds nothing", async () => {
    const { load, options, succeed } = setUpCodes();
    const page = await renderTidings(<Probe options={{ ...options, enabled: false }} />);
    expect(load).not.toHaveBeenCalled();
    await page.show(<Probe options={options} />);
    await succeed(0, "A");
    await page.frame();
    await page.show(<Probe options={{ ...options, key: "other" }} />);
    expect(page.container.textContent).toBe("nothing");
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("C42.1: goes on from an initial state with a position, and loads nothing", async () => {
    const { load, options } = setUpCodes();
    const page = await renderTidings(<Probe options={{ ...options, initial: { data: ["S"], position: "e:4" } }} />);
    expect(page.container.textContent).toBe('["S"]');
    expect(page.server.last.headers.get("last-event-id")).toBe("e:4");
    expect(load).not.toHaveBeenCalled();
  });

  it("C42.2: an initial state counts for the query it came with, until another comes", async () => {
    const { load, options } = setUpCodes();
    const initial = { data: ["S"], position: "e:4" };
    const page = await renderTidings(<Probe options={{ ...options, initial, key: "one" }} />);
    await page.show(<Probe options={{ ...options, initial: { ...initial }, key: "two" }} />);
    expect(page.container.textContent).toBe("nothing");
    expect(load).toHaveBeenCalledTimes(1);
    await page.show(<Probe options={{ ...options, initial: { data: ["T"], position: "e:5" }, key: "three" }} />);
    expect(page.container.textContent).toBe('["T"]');
  });
});

class Boundary extends Component<{ readonly children: ReactNode }, { readonly message?: string }> {
  override state: { readonly message?: string } = {};
  static getDerivedStateFromError(error: Error) {
    return { message: error.message };
  }
  override render() {
    return this.state.message ?? this.props.children;
  }
}

function Codes({ options }: { readonly options: Options<Codes> }) {
  const { data } = useLiveQuery(ordersStream, { ...options, suspense: true });
  return <p>{data.join()}</p>;
}

describe("C44: with suspense", () => {
  const page = (options: Options<Codes>) => (
    <Boundary>
      <Suspense fallback="loading">
        <Codes options={options} />
      </Suspense>
    </Boundary>
  );

  it("shows the fallback until there is data, loads once, and is live then", async () => {
    const { load, options, succeed } = setUpCodes();
    const view = await renderTidings(page(options));
    expect(view.container.textContent).toBe("loading");
    await view.advance(5_000);
    await succeed(0, "A");
    await view.frame();
    expect(view.container.textContent).toBe("A");
    await view.stream(greeting(), orderUpdate(1));
    expect(view.container.textContent).toContain(",A");
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("a failed first load goes to the error boundary", async () => {
    const { options, refuse } = setUpCodes();
    const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
    const view = await renderTidings(page(options));
    await refuse(0);
    await view.frame();
    expect(view.container.textContent).toContain("the load of a live query threw");
    quiet.mockRestore();
  });

  it("an initial state needs no fallback", async () => {
    const { options } = setUpCodes();
    const view = await renderTidings(page({ ...options, initial: { data: ["S"], position: "e:4" } }));
    expect(view.container.textContent).toBe("S");
  });
});
