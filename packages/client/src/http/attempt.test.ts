import { expect, it } from "vitest";
import { ClientError } from "../error.ts";
import { createAttempt } from "./attempt.ts";

const host = { now: () => 1_000, random: () => 0.5 };
const body = { address_id: "a", items: [{ name: "Tea", qty: 1 }] };
const lost = new ClientError("network", "the server could not be reached");
const http = (status: number) => new ClientError("http", "refused", { status });

/** An attempt, the keys it gave out, and what becomes of the next tries. */
function setUp(options: Parameters<typeof createAttempt>[1] = {}) {
  const attempt = createAttempt(host, options);
  const keys: string[] = [];
  const run = (outcome?: unknown, content: unknown = body) =>
    attempt
      .run(content, async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        if (outcome !== undefined) throw outcome;
        return "created";
      })
      .catch((error: unknown) => error);
  return { attempt, keys, run, distinct: () => new Set(keys).size };
}

const memory = () => {
  const rows = new Map<string, string>();
  return {
    rows,
    getItem: (name: string) => rows.get(name) ?? null,
    setItem: (name: string, value: string) => void rows.set(name, value),
    removeItem: (name: string) => void rows.delete(name),
  };
};

it("C36.1, C36.2: a success leaves nothing in doubt, and the same content again is another attempt", async () => {
  const { attempt, run, distinct } = setUp();
  expect(await run()).toBe("created");
  expect(attempt.getUndecided()).toBeUndefined();
  await run();
  expect(distinct()).toBe(2);
});

it.each<readonly [string, ClientError]>([
  ["no answer", lost],
  ["a call that was cancelled", new ClientError("aborted", "cancelled")],
  ["an answer that cannot be read", new ClientError("invalid_response", "no JSON", { status: 201 })],
  ...[408, 409, 425, 500, 502, 503, 504].map((status) => [String(status), http(status)] as const),
])("C36.1, C36.2: %s leaves it in doubt, and the next try has the same key", async (_what, error) => {
  const { attempt, run, distinct } = setUp();
  expect(await run(error)).toBe(error);
  expect(attempt.getUndecided()).toEqual({ content: body });
  expect(await run()).toBe("created");
  expect(distinct()).toBe(1);
  expect(attempt.getUndecided()).toBeUndefined();
});

it.each([400, 401, 403, 404, 413, 415, 422, 429])(
  "C36.2: refused with %d at once, it was not created",
  async (status) => {
    const { attempt, run, distinct } = setUp();
    await run(http(status));
    expect(attempt.getUndecided()).toBeUndefined();
    await run();
    expect(distinct()).toBe(2);
  },
);

it.each([401, 403, 413, 415, 429])("C36.2: %d says nothing of an earlier try that is in doubt", async (status) => {
  const { attempt, run, distinct } = setUp();
  await run(lost);
  await run(http(status));
  expect(attempt.getUndecided()).toEqual({ content: body });
  await run();
  expect(distinct()).toBe(1);
});

it.each([400, 404, 422])("C36.2: refused with %d for itself, the earlier try was not done either", async (status) => {
  const { attempt, run } = setUp();
  await run(lost);
  await run(http(status));
  expect(attempt.getUndecided()).toBeUndefined();
});

it("C36.2: what fails before it is sent changes nothing", async () => {
  const { attempt, run, distinct } = setUp();
  const own = new Error("Say when it begins.");
  expect(await run(own)).toBe(own);
  expect(attempt.getUndecided()).toBeUndefined();
  await run(lost);
  await run(own);
  expect(attempt.getUndecided()).toEqual({ content: body });
  expect(distinct()).toBe(2);
});

it("C36.2: a key that no request could carry was not sent, so that nothing is in doubt", async () => {
  const { attempt, run } = setUp();
  await run(new ClientError("invalid_key", "no key"));
  expect(attempt.getUndecided()).toBeUndefined();
});

it("C36.1: another content is another attempt, and so is what comes after giving up", async () => {
  const { attempt, run, distinct } = setUp();
  await run(lost);
  await run(lost, { ...body, address_id: "b" });
  expect(attempt.getUndecided()).toEqual({ content: { ...body, address_id: "b" } });
  attempt.forget();
  expect(attempt.getUndecided()).toBeUndefined();
  await run(lost, { ...body, address_id: "b" });
  expect(distinct()).toBe(3);
});

it("C36.4: what is in doubt outlives a reload, also one while it is on its way; what was decided does not", async () => {
  const storage = memory();
  const first = setUp({ name: "order/ada", storage });
  void first.attempt.run(body, async ({ idempotencyKey }) => {
    first.keys.push(idempotencyKey);
    return new Promise(() => {});
  });
  const second = setUp({ name: "order/ada", storage });
  expect(second.attempt.getUndecided()).toEqual({ content: body });
  expect(setUp({ name: "order/grace", storage }).attempt.getUndecided()).toBeUndefined();
  await second.run();
  expect(second.keys).toEqual(first.keys);
  expect(storage.rows.size).toBe(0);
});

it("C36.4: without a storage, with a full one, or with somebody else's entry, it is kept in memory", async () => {
  const refuse = () => {
    throw new DOMException("denied", "SecurityError");
  };
  const broken = memory();
  broken.setItem("tidings.attempt.order", '{"key":1}');
  for (const storage of [undefined, { getItem: refuse, setItem: refuse, removeItem: refuse }, broken]) {
    const { attempt, run, distinct } = setUp({ name: "order", storage });
    expect(attempt.getUndecided()).toBeUndefined();
    await run(lost);
    expect(await run()).toBe("created");
    expect(distinct()).toBe(1);
  }
});
