import { expect, it, vi } from "vitest";
import { setUp } from "../testing/index.ts";
import { shareByClient } from "./shared-by-client.ts";

function setUpShared() {
  let made = 0;
  const create = vi.fn((_client: unknown, key: string, before: Thing | undefined): Thing => {
    made += 1;
    return { name: `${key}#${made}`, before, close: vi.fn() };
  });
  return { create, shared: shareByClient<Thing>(create), ...setUp() };
}

interface Thing {
  readonly name: string;
  readonly before: Thing | undefined;
  close(): void;
}

it("those who ask for one key on one client share one thing; other keys and clients have their own", () => {
  const { shared, client, create } = setUpShared();
  const first = shared.acquire(client);
  expect(shared.acquire(client, "").thing).toBe(first.thing);
  expect(shared.acquire(client, "other").thing).not.toBe(first.thing);
  expect(shared.acquire(setUp().client).thing).not.toBe(first.thing);
  expect(create.mock.calls.map(([, key]) => key)).toEqual(["", "other", ""]);
});

it("is kept for a second after the last one left, and then closed", async () => {
  const { shared, client, host } = setUpShared();
  const [one, two] = [shared.acquire(client), shared.acquire(client)];
  one.release();
  await host.advance(2_000);
  expect(one.thing.close).not.toHaveBeenCalled();
  two.release();
  await host.advance(999);
  expect(shared.acquire(client).thing).toBe(one.thing);
});

it("whoever comes back too late gets a new one, which goes on from the closed one", async () => {
  const { shared, client, host } = setUpShared();
  const { thing, release } = shared.acquire(client);
  release();
  await host.advance(1_000);
  expect(thing.close).toHaveBeenCalledOnce();
  const next = shared.acquire(client, "", thing);
  expect(next.thing).not.toBe(thing);
  expect(next.thing.before).toBe(thing);
});
