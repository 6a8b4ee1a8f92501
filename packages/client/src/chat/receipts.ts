import { updateMessageStatus } from "@tidings/contracts/chat";
import type { Client } from "../client.ts";
import { ClientError } from "../error.ts";
import { isPassing } from "../http/passing.ts";

/** How far a recipient is with a message. */
export type Receipt = "delivered" | "read";

/** Reports to the server which messages of others were delivered and read. */
export interface Receipts {
  /** Once for each message and step; `read` makes `delivered` unnecessary. */
  report(messageId: string, receipt: Receipt): void;
  /** Sends failed reports again: the server is back. */
  resume(): void;
}

/** Makes {@link Receipts}: one request at a time, however many messages scroll into view. */
export function createReceipts(client: Client, signal: AbortSignal): Receipts {
  const said = new Map<string, Receipt>();
  const waiting = new Map<string, Receipt>();
  let isBusy = false;

  async function resume(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (const [id, status] of waiting) {
      if (signal.aborted) break;
      try {
        await client.call(updateMessageStatus, { params: { id }, body: { status } }, { signal });
      } catch (cause) {
        // Sent again after the next greeting; a refusal is final.
        if (cause instanceof ClientError && isPassing(cause)) break;
      }
      if (waiting.get(id) === status) waiting.delete(id);
    }
    isBusy = false;
  }

  return {
    report(messageId, receipt) {
      const known = said.get(messageId);
      if (known === "read" || known === receipt) return;
      said.set(messageId, receipt);
      // Set again, it goes to the end of the Map, where a running iteration still finds it.
      waiting.delete(messageId);
      waiting.set(messageId, receipt);
      void resume();
    },
    resume: () => void resume(),
  };
}
