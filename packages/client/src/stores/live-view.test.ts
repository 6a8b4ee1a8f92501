import { ordersStream } from "@tidings/contracts/orders";
import { describe, expect, it, vi } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { greeting, orderUpdate } from "../testing/sample-events.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";
import { createLiveView } from "./live-view.ts";
import type { Loaded } from "./loaded.ts";
import { shareLiveQuery } from "./shared-live-query.ts";

interface Choice {
  readonly key?: string;
  readonly initial?: Loaded<number>;
  readonly throttleMs?: number;
  readonly enabled?: boolean;
}

/** Counts the updates of orders; each load answers what it is told. */
function setUpCounts() {
  const rig = setUp();
  const loads: PromiseWithResolvers<Loaded<number>>[] = [];
  const load = () => {
    const next = Promise.withResolvers<Loaded<number>>();
    loads.push(next);
    return next.promise;
  };
  const counted = ({ key, initial, throttleMs, enabled }: Choice = {}) => {
    const shared = shareLiveQuery(() => ({
      stream: ordersStream,
      key,
      initial,
      load,
      apply: { order_status_update: (count: number) => count + 1 },
    }));
    const view = createLiveView({ client: rig.client, shared, initial, throttleMs, enabled });
    const listener = vi.fn();
    return { view, listener, data: () => view.getSnapshot().snapshot.data };
  };
  const loaded = async (index: number, data: number) => {
    loads[index]?.resolve({ data, position: "e:0" });
    await settle();
    await rig.host.frame();
  };
  const greet = async () => {
    await rig.server.last.accept();
    await rig.server.last.send(greeting({ resume: "complete", position: "e:0" }));
  };
  const send = async (revision: number) => {
    await rig.server.last.send(orderUpdate(revision));
    await rig.host.frame();
  };
  return { ...rig, loads, counted, loaded, greet, send };
}

describe("a live view", () => {
  it("C11.1: holds its query while somebody listens, and shares it by stream, query and key", async () => {
    const { loads, counted, loaded, host, client, ...rig } = setUpCounts();
    const [one, two, other] = [counted(), counted(), counted({ key: "other" })];
    expect(loads).toHaveLength(0);
    const leave = [one, two, other].map(({ view, listener }) => view.subscribe(listener));
    expect(loads).toHaveLength(2);
    await loaded(0, 7);
    expect([one.data(), two.data(), other.data()]).toEqual([7, 7, undefined]);
    for (const stop of leave) stop();
    expect(one.view.held()).toBeUndefined();
    await host.advance(2_000);
    client.close();
    expect(leftovers({ host, ...rig })).toEqual(nothing);
  });

  it("a view that comes later shows what another has loaded before it listens itself", async () => {
    const { counted, loaded } = setUpCounts();
    const one = counted();
    one.view.subscribe(one.listener);
    await loaded(0, 7);
    expect(counted().data()).toBe(7);
    expect(counted({ enabled: false }).data()).toBeUndefined();
  });

  it("C43: an event that changes nothing that is read of the connection leaves the connection the same", async () => {
    const { counted, loaded, greet, send } = setUpCounts();
    const { view, listener } = counted();
    view.subscribe(listener);
    await loaded(0, 0);
    await greet();
    const { connection } = view.getSnapshot();
    expect(connection.state).toBe("open");
    await send(1);
    expect(view.getSnapshot().snapshot.data).toBe(1);
    expect(view.getSnapshot().connection).toBe(connection);
  });

  it("with throttleMs shows the first change, then the last of a while; a lost connection is shown at once", async () => {
    const { counted, loaded, greet, send, host, server } = setUpCounts();
    const { view, listener, data } = counted({ throttleMs: 1_000 });
    view.subscribe(listener);
    await loaded(0, 0);
    await greet();
    await host.advance(1_000);
    await send(1);
    expect(data()).toBe(1);
    await send(2);
    await send(3);
    expect(data()).toBe(1);
    await server.last.drop();
    expect(view.getSnapshot().connection.state).toBe("reconnecting");
    expect(data()).toBe(1);
    listener.mockClear();
    await host.advance(1_000);
    expect(listener).toHaveBeenCalled();
    expect(data()).toBe(3);
  });

  it("D28.3: refuses a throttleMs that no timer can wait", () => {
    const { counted } = setUpCounts();
    expect(() => counted({ throttleMs: 2 ** 31 })).toThrow("a live view's throttleMs must be a number from 0");
    expect(() => counted({ throttleMs: -1 })).toThrow(expect.objectContaining({ code: "invalid_options" }));
  });

  it("C42.1: a server renders the initial state, and nothing without one", () => {
    const { counted } = setUpCounts();
    const { view } = counted({ initial: { data: 5, position: "e:5" } });
    expect(view.getServerSnapshot()).toMatchObject({ snapshot: { data: 5, status: "ready", isLoading: false } });
    const unplaced = counted({ initial: { data: 5 } }).view;
    expect(unplaced.getServerSnapshot()).toMatchObject({ snapshot: { data: 5, status: "ready", isLoading: true } });
    expect(counted().view.getServerSnapshot()).toMatchObject({ snapshot: { data: undefined, status: "loading" } });
  });
});

describe("C44: who waits for a live view", () => {
  it("holds the query until there is data, however long it takes, and a moment longer", async () => {
    const { counted, loads, loaded, host } = setUpCounts();
    const { view, data } = counted();
    const settled = vi.fn();
    view.settled().then(settled);
    expect(counted().view.settled()).toBe(view.settled());
    await host.advance(20_000);
    expect(settled).not.toHaveBeenCalled();
    await loaded(0, 7);
    expect(settled).toHaveBeenCalledOnce();
    expect(data()).toBe(7);
    expect(loads).toHaveLength(1);
    await host.advance(1_000);
    expect(data()).toBeUndefined();
  });

  it("is told at once where there is data already", async () => {
    const { counted, loaded } = setUpCounts();
    const { view, listener } = counted();
    const leave = view.subscribe(listener);
    await loaded(0, 7);
    const settled = vi.fn();
    void view.settled().then(settled);
    await settle();
    expect(settled).toHaveBeenCalledOnce();
    leave();
  });

  it("is told of a failure too", async () => {
    const { counted, loads, host } = setUpCounts();
    const { view } = counted();
    const settled = view.settled();
    loads[0]?.reject(new Error("no"));
    await settle();
    await host.frame();
    await settled;
    expect(view.getSnapshot().snapshot).toMatchObject({ status: "error", error: { code: "load_failed" } });
  });
});
