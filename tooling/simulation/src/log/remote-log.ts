import type { EventLog, LogEvent } from "@tidings/hub";
import type { Random } from "../random.ts";
import type { VirtualTime } from "../virtual-time.ts";

/** One node's way to a log in another process. */
export interface RemoteLog extends EventLog {
  /** Share of calls that fail; half of them after the log has done what was asked. */
  failures: number;
  /** Cuts the way at once: nothing passes any more, in neither direction. */
  cut(): void;
}

/** A log across a network: every call takes its time, and events arrive later than they were stored, in order. */
export function createRemoteLog(
  inner: EventLog,
  { time, random, latencyMs }: { readonly time: VirtualTime; readonly random: Random; readonly latencyMs: number },
): RemoteLog {
  const pipe: (() => void)[] = [];
  const stops = new Set<() => void>();
  let pumping = false;
  let isCut = false;

  const wait = () => time.sleep(random.int(0, latencyMs), "log");
  const alive = () => {
    if (isCut) throw new Error("the way to the log is cut");
  };

  async function call<T>(act: () => Promise<T>): Promise<T> {
    await wait();
    alive();
    const fails = random.chance(remote.failures);
    if (fails && random.chance(0.5)) throw new Error("the log did not hear");
    const result = await act();
    await wait();
    alive();
    if (fails) throw new Error("the log's answer was lost");
    return result;
  }

  /** One pipe for all topics: their order is the log's. */
  function arrive(deliver: () => void): void {
    pipe.push(deliver);
    if (pumping) return;
    pumping = true;
    time.after(random.int(0, latencyMs), "log pipe", pump);
  }

  function pump(): void {
    pumping = false;
    if (isCut) return;
    for (let left = random.int(1, pipe.length); left > 0; left -= 1) pipe.shift()?.();
    if (pipe.length === 0) return;
    pumping = true;
    time.after(random.int(0, latencyMs), "log pipe", pump);
  }

  const remote: RemoteLog = {
    failures: 0,
    head: () => call(inner.head),
    append: (events) => call(() => inner.append(events)),
    broadcast: (events) => call(() => inner.broadcast(events)),
    read: (request) => call(() => inner.read(request)),
    async subscribe(topic, listener) {
      let stopped = false;
      let stop = () => {};
      const unsubscribe = () => {
        stopped = true;
        stop();
        stops.delete(stop);
      };
      try {
        await call(async () => {
          stop = await inner.subscribe(topic, (event: LogEvent) => arrive(() => !stopped && listener(event)));
          stops.add(stop);
        });
        return unsubscribe;
      } catch (error) {
        unsubscribe();
        throw error;
      }
    },
    async close() {
      remote.cut();
    },
    cut() {
      isCut = true;
      pipe.length = 0;
      for (const stop of stops) stop();
      stops.clear();
    },
  };
  return remote;
}
