import { chatStream, setTyping, TYPING_EXPIRES_MS } from "@tidings/contracts/chat";
import type { Client } from "../client.ts";
import { createStopwatch } from "../connection/stopwatch.ts";

/** Tells the others in a conversation that one types. */
export interface TypingNotifier {
  /** A key was pressed. */
  typed(): void;
  /** Nothing is being typed any more: the field is empty, or was left. */
  stopped(): void;
  /** The message went off, which ends typing on the server by itself. */
  sent(): void;
}

/** Milliseconds between two notices while somebody goes on typing: before the one before expires. */
const REPEAT_MS = TYPING_EXPIRES_MS / 2;
/** Milliseconds without a key after which somebody types no longer. */
const IDLE_MS = 4_000;

/** Makes {@link TypingNotifier}: a notice every few seconds however fast one types, one at a time, in order. */
export function createTypingNotifier(client: Client, conversationId: string): TypingNotifier {
  const { host } = client;
  const heardOn = { stream: chatStream, query: { conversationId } };
  let isTold = false;
  const sinceTold = createStopwatch(host);
  let cancelIdle: (() => void) | undefined;
  let isTelling = false;
  let next: boolean | undefined;

  async function tell(isTyping: boolean): Promise<void> {
    next = isTyping;
    if (isTelling) return;
    isTelling = true;
    while (next !== undefined) {
      const body = { conversationId, isTyping: next };
      next = undefined;
      // A lost notice does no harm: the next one comes soon, and the last one expires.
      await client.call(setTyping, { body }, { heardOn }).catch(() => {});
    }
    isTelling = false;
  }

  function rest(): boolean {
    const wasTyping = isTold;
    isTold = false;
    cancelIdle?.();
    cancelIdle = undefined;
    return wasTyping;
  }

  function stopped(): void {
    if (rest()) void tell(false);
  }

  return {
    typed() {
      cancelIdle?.();
      cancelIdle = host.setTimer(stopped, IDLE_MS);
      if (isTold && sinceTold.elapsed < REPEAT_MS) return;
      isTold = true;
      sinceTold.start();
      void tell(true);
    },
    stopped,
    sent() {
      rest();
      next = undefined;
      // A notice still on its way may arrive after the message.
      if (isTelling) void tell(false);
    },
  };
}
