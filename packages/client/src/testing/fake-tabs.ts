import type { LockHandlers, TabChannel, TabPlatform } from "../tabs/platform.ts";

/** One tab of a {@link FakeBrowser}. */
export interface FakeTab extends TabPlatform {
  /** Ends without a word: its lock goes to the next, its channels hear nothing more. */
  crash(): void;
  /** Hears nothing and says nothing until it wakes, but keeps its lock. */
  hang(): void;
  /** Locks and channels are not in step: what it hears of first is for the test to say. */
  wake(first?: "locks" | "words"): void;
  /** Does not hear the next thing said. */
  miss(): void;
}

/** Locks and channels of one origin, as its tabs see them. */
export interface FakeBrowser {
  openTab(): FakeTab;
  /** Channels open and locks held or waited for. */
  readonly pending: { readonly channels: number; readonly locks: number };
}

interface Channel {
  readonly tab: object;
  readonly name: string;
  hear(message: unknown): void;
}

interface Request {
  readonly tab: object;
  readonly handlers: LockHandlers;
}

/** Everything arrives in a later microtask, in order, as a structured clone. */
export function createFakeBrowser(): FakeBrowser {
  const channels = new Set<Channel>();
  const locks = new Map<string, { held: Request | undefined; waiting: Request[] }>();

  function grant(name: string): void {
    const lock = locks.get(name);
    if (lock === undefined || lock.held !== undefined) return;
    lock.held = lock.waiting.shift();
    const { held } = lock;
    queueMicrotask(() => {
      if (held !== undefined && lock.held === held) held.handlers.onHeld();
    });
  }

  function leave(name: string, request: Request): void {
    const lock = locks.get(name);
    if (lock === undefined) return;
    lock.waiting = lock.waiting.filter((other) => other !== request);
    if (lock.held !== request) return;
    lock.held = undefined;
    grant(name);
  }

  function openTab(): FakeTab {
    const tab = {};
    let inbox: Record<"locks" | "words", (() => void)[]> | undefined;
    let crashed = false;
    let missing = false;
    const inTurn = (kind: "locks" | "words", task: () => void) => {
      if (crashed) return;
      if (inbox === undefined) task();
      else inbox[kind].push(task);
    };
    return {
      openChannel<Message>(name: string, onMessage: (message: Message) => void): TabChannel<Message> {
        let open = true;
        const channel: Channel = {
          tab,
          name,
          hear(message) {
            if (!missing) queueMicrotask(() => inTurn("words", () => open && onMessage(message as Message)));
            missing = false;
          },
        };
        channels.add(channel);
        return {
          post(message) {
            if (!open) throw new Error("posted on a closed channel");
            inTurn("words", () => {
              for (const other of channels) {
                if (other !== channel && other.name === name) other.hear(structuredClone(message));
              }
            });
          },
          close() {
            open = false;
            channels.delete(channel);
          },
        };
      },
      holdLock(name, { steal }, handlers) {
        const request: Request = {
          tab,
          handlers: {
            onHeld: () => inTurn("locks", handlers.onHeld),
            onLost: () => inTurn("locks", handlers.onLost),
            onRefused: () => inTurn("locks", handlers.onRefused),
          },
        };
        const lock = locks.get(name) ?? { held: undefined, waiting: [] };
        locks.set(name, lock);
        const robbed = steal ? lock.held : undefined;
        if (steal) lock.held = undefined;
        if (steal) lock.waiting.unshift(request);
        else lock.waiting.push(request);
        queueMicrotask(() => robbed?.handlers.onLost());
        grant(name);
        return () => leave(name, request);
      },
      crash() {
        crashed = true;
        for (const channel of [...channels]) if (channel.tab === tab) channels.delete(channel);
        for (const [name, { held, waiting }] of locks) {
          for (const request of [held, ...waiting]) if (request?.tab === tab) leave(name, request);
        }
      },
      miss() {
        missing = true;
      },
      hang() {
        inbox ??= { locks: [], words: [] };
      },
      wake(first = "words") {
        const { locks, words } = inbox ?? { locks: [], words: [] };
        inbox = undefined;
        for (const task of first === "locks" ? [...locks, ...words] : [...words, ...locks]) task();
      },
    };
  }

  return {
    openTab,
    get pending() {
      let requests = 0;
      for (const { held, waiting } of locks.values()) requests += waiting.length + (held === undefined ? 0 : 1);
      return { channels: channels.size, locks: requests };
    },
  };
}
