import type { Random } from "./random.ts";

/** A callback that waits for its time. */
interface Task {
  readonly at: number;
  /** Who goes first among those due at the same millisecond: chance. */
  readonly tie: number;
  readonly what: string;
  readonly run: () => void;
  cancelled: boolean;
}

/** Time that passes only when told, for everything in the process. */
export interface VirtualTime {
  /** Milliseconds since 1970, as the virtual clock has it. */
  now(): number;
  /** Calls back once after `ms`; the answer cancels it. `what` names it where something was left behind. */
  after(ms: number, what: string, run: () => void): () => void;
  sleep(ms: number, what: string): Promise<void>;
  /** Runs what falls due within `ms`, in order, each to its last microtask. */
  pass(ms: number): Promise<void>;
  /** What still waits, by name. */
  waiting(): readonly string[];
  /** How many callbacks ran. */
  readonly steps: number;
  /** Puts the globals back. */
  uninstall(): void;
}

const START = Date.UTC(2026, 0, 1);

// While the globals are replaced, the real function is needed to let microtasks run.
const realImmediate = globalThis.setImmediate;

/** One turn of the real event loop: every promise and stream of this process has settled when it resolves. */
export function settle(): Promise<void> {
  return new Promise((resolve) => realImmediate(resolve));
}

/**
 * Replaces timers, clock and chance of the whole process until `uninstall`. Tasks due at the same time run in an order
 * that `random` draws, but immediates stay first come, first served, as the event loop has them.
 */
export function installVirtualTime(random: Random): VirtualTime {
  let now = START;
  let steps = 0;
  let immediates: Task[] = [];
  const heap: Task[] = [];

  function after(ms: number, what: string, run: () => void): () => void {
    const task = { at: now + Math.max(0, Math.ceil(ms)), tie: random.next(), what, run, cancelled: false };
    push(heap, task);
    return () => {
      task.cancelled = true;
    };
  }

  function nextImmediate(): Task | undefined {
    while (immediates[0]?.cancelled) immediates.shift();
    return immediates[0];
  }

  function nextTimer(): Task | undefined {
    while (heap[0]?.cancelled) pop(heap);
    return heap[0];
  }

  async function pass(ms: number): Promise<void> {
    const end = now + ms;
    await settle();
    for (;;) {
      const timer = nextTimer();
      const immediate = nextImmediate();
      let task: Task;
      if (immediate !== undefined && (timer === undefined || timer.at > now || random.chance(0.5))) {
        immediates.shift();
        task = immediate;
      } else if (timer !== undefined && timer.at <= end) {
        pop(heap);
        task = timer;
      } else {
        break;
      }
      now = Math.max(now, task.at);
      steps += 1;
      task.run();
      await settle();
    }
    now = end;
  }

  const uninstall = replaceGlobals({
    now: () => now,
    random,
    setTimeout: (run, ms) => after(asNodeDoes(ms), "setTimeout", run),
    setImmediate(run) {
      const task = { at: now, tie: 0, what: "setImmediate", run, cancelled: false };
      immediates.push(task);
      return () => {
        task.cancelled = true;
      };
    },
    setInterval(run, ms) {
      let cancel = () => {};
      const again = () => {
        cancel = after(asNodeDoes(ms), "setInterval", () => {
          again();
          run();
        });
      };
      again();
      return () => cancel();
    },
  });

  return {
    now: () => now,
    after,
    sleep: (ms, what) => new Promise((resolve) => after(ms, what, resolve)),
    pass,
    waiting: () => [...immediates, ...heap].filter(({ cancelled }) => !cancelled).map(({ what }) => what),
    get steps() {
      return steps;
    },
    uninstall() {
      immediates = [];
      heap.length = 0;
      uninstall();
    },
  };
}

/** Timers of less than 1 ms, or of more than fits, run after 1 ms. */
function asNodeDoes(ms: number | undefined): number {
  const whole = Math.trunc(ms ?? 1);
  return whole >= 1 && whole <= 2 ** 31 - 1 ? whole : 1;
}

type Callback = (...args: unknown[]) => void;

interface Replacements {
  now(): number;
  readonly random: Random;
  setTimeout(run: () => void, ms?: number): () => void;
  setInterval(run: () => void, ms?: number): () => void;
  setImmediate(run: () => void): () => void;
}

/** What `setTimeout` and its kin answer: enough of Node's Timeout. */
class Handle {
  readonly cancel: () => void;
  constructor(cancel: () => void) {
    this.cancel = cancel;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

function replaceGlobals(by: Replacements): () => void {
  const clear = (handle: unknown) => handle instanceof Handle && handle.cancel();
  const uuid = () => {
    const hex = (length: number) => Array.from({ length }, () => by.random.int(0, 15).toString(16)).join("");
    return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  };
  const undo = [
    replace(globalThis, "setTimeout", (run: Callback, ms?: number, ...args: unknown[]) => {
      return new Handle(by.setTimeout(() => run(...args), ms));
    }),
    replace(globalThis, "setInterval", (run: Callback, ms?: number, ...args: unknown[]) => {
      return new Handle(by.setInterval(() => run(...args), ms));
    }),
    replace(globalThis, "setImmediate", (run: Callback, ...args: unknown[]) => {
      return new Handle(by.setImmediate(() => run(...args)));
    }),
    replace(globalThis, "clearTimeout", clear),
    replace(globalThis, "clearInterval", clear),
    replace(globalThis, "clearImmediate", clear),
    replace(Date, "now", by.now),
    replace(performance, "now", () => by.now() - START),
    replace(Math, "random", () => by.random.next()),
    replace(crypto, "randomUUID", uuid),
  ];
  return () => {
    for (const put of undo) put();
  };
}

function replace(target: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
}

function isBefore(a: Task, b: Task): boolean {
  return a.at < b.at || (a.at === b.at && a.tie < b.tie);
}

function push(heap: Task[], task: Task): void {
  let index = heap.length;
  heap.push(task);
  while (index > 0) {
    const above = (index - 1) >>> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(task, parent)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = task;
}

function pop(heap: Task[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    if (left === undefined) break;
    const [child, at] = right !== undefined && isBefore(right, left) ? [right, 2 * index + 2] : [left, 2 * index + 1];
    if (!isBefore(child, last)) break;
    heap[index] = child;
    index = at;
  }
  heap[index] = last;
}
