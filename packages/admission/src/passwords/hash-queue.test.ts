import { getEventListeners } from "node:events";
import { expect, it } from "vitest";
import { type Asker, createHashQueue, type HashQueue, type HashQueueOptions } from "./hash-queue.ts";

/** A queue whose hashes end when the test says so. */
function setUp(options: HashQueueOptions) {
  const queue: HashQueue = createHashQueue(options);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    /** Asks; answers "hashed" or the code of the refusal. */
    ask(name: string, asker: Partial<Asker> = {}): Promise<string> {
      const hash = () => {
        begun.push(name);
        return new Promise<string>((resolve) => ends.set(name, () => resolve("hashed")));
      };
      return queue
        .run(hash, { address: name, failures: 1, gone: new AbortController().signal, ...asker })
        .catch((error: { code: string }) => error.code);
    },
    async end(name: string) {
      ends.get(name)?.();
      // What ends one and begins the next are a few promises.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

it("S20.1: no more hash at a time than there are places, and the next begins when one ends", async () => {
  const { ask, end, begun } = setUp({ concurrency: 2 });
  const answers = ["a", "b", "c"].map((name) => ask(name));
  expect(begun).toEqual(["a", "b"]);
  await end("b");
  expect(begun).toEqual(["a", "b", "c"]);
  await end("a");
  await end("c");
  expect(await Promise.all(answers)).toEqual(["hashed", "hashed", "hashed"]);
});

it("S20.2: an address that asks for many waits behind one that asks for its first", async () => {
  const { ask, end, begun } = setUp({ concurrency: 1 });
  for (const name of ["flood 1", "flood 2", "flood 3", "flood 4"]) void ask(name, { address: "flood" });
  void ask("other");
  await end("flood 1");
  expect(begun.at(-1)).toBe("other");
  await end("other");
  expect(begun.at(-1)).toBe("flood 2");
});

it("S20.2: addresses that have failed wait behind one that has not, however many they are", async () => {
  const { ask, end, begun } = setUp({ concurrency: 1 });
  for (let name = 0; name < 8; name += 1) void ask(`flood ${name}`, { failures: 2 + name });
  void ask("first attempt", { failures: 1 });
  await end("flood 0");
  expect(begun.at(-1)).toBe("first attempt");
});

it("S20.3: one too many is refused: whoever would go last, and not whoever came last", async () => {
  const { ask, end } = setUp({ concurrency: 1, maxWaiting: 2 });
  const [running, second, third] = [1, 2, 3].map((at) => ask(`flood ${at}`, { address: "flood" }));
  const other = ask("other");
  expect(await third).toBe("full");
  // Of two alike the newer one goes.
  expect(await ask("flood 4", { address: "flood" })).toBe("full");
  expect(await ask("failed often", { failures: 9 })).toBe("full");
  await end("flood 1");
  await end("other");
  await end("flood 2");
  expect(await Promise.all([running, other, second])).toEqual(["hashed", "hashed", "hashed"]);
});

it("S20.3: with no room to wait a free place is still taken", async () => {
  const { ask, end } = setUp({ concurrency: 1, maxWaiting: 0 });
  const first = ask("a");
  expect(await ask("b")).toBe("full");
  await end("a");
  expect(await first).toBe("hashed");
  const next = ask("c");
  await end("c");
  expect(await next).toBe("hashed");
});

it("S20.4: whoever goes while they wait is never hashed for, and leaves their place to others", async () => {
  const { ask, end, begun } = setUp({ concurrency: 1, maxWaiting: 1 });
  const running = ask("a");
  const leaving = new AbortController();
  const left = ask("b", { gone: leaving.signal });
  leaving.abort();
  expect(await left).toBe("client_gone");
  const next = ask("c");
  await end("a");
  await end("c");
  expect(await Promise.all([running, next])).toEqual(["hashed", "hashed"]);
  expect(begun).toEqual(["a", "c"]);
  expect(await ask("d", { gone: AbortSignal.abort() })).toBe("client_gone");
});

it("S20.4: whoever goes after their hash has begun keeps its place until it ends: the thread is busy", async () => {
  const { ask, end, begun } = setUp({ concurrency: 1 });
  const leaving = new AbortController();
  const running = ask("a", { gone: leaving.signal });
  void ask("b");
  leaving.abort();
  expect(begun).toEqual(["a"]);
  await end("a");
  expect(await running).toBe("hashed");
  expect(begun).toEqual(["a", "b"]);
});

it("S20.1: a hash that fails frees its place, and the next runs", async () => {
  const queue = createHashQueue({ concurrency: 1 });
  const asker = { address: "a", failures: 0, gone: new AbortController().signal };
  await expect(queue.run(() => Promise.reject(new Error("no memory")), asker)).rejects.toThrow("no memory");
  expect(await queue.run(async () => 1, asker)).toBe(1);
});

it("S20.4: nothing listens any more for whoever was hashed for, was refused, or has gone", async () => {
  const { ask, end } = setUp({ concurrency: 1, maxWaiting: 1 });
  const [hashed, gone, refused] = [new AbortController(), new AbortController(), new AbortController()];
  const running = ask("a", { gone: hashed.signal });
  const waiting = ask("b", { gone: gone.signal });
  expect(await ask("c", { gone: refused.signal })).toBe("full");
  gone.abort();
  await end("a");
  expect(await Promise.all([running, waiting])).toEqual(["hashed", "client_gone"]);
  for (const { signal } of [hashed, gone, refused]) expect(getEventListeners(signal, "abort")).toEqual([]);
});
