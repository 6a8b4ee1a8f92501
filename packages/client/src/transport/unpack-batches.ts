import { BATCH, batch, type Parsed, parse } from "@tidings/contracts";
import type * as z from "zod/mini";
import { ClientError } from "../error.ts";
import type { Transport } from "./transport.ts";

/**
 * A transport for a stream that was asked for batches: what is in one arrives as if each event had come by itself, so
 * that nothing above has to know of batches (C24.1, C24.2). `report` hears of a batch of the stream `subject` that is none.
 */
export function unpackBatches(
  transport: Transport,
  subject: string,
  report: (problem: ClientError) => void,
): Transport {
  return {
    ...transport,
    open(resume, handlers) {
      let id = resume.lastEventId;
      let closed = false;
      const onId = (next: string) => {
        id = next;
        handlers.onId(next);
      };
      const connection = transport.open(resume, {
        ...handlers,
        onId,
        onEvent(event) {
          if (event.type !== BATCH) {
            id = event.lastEventId;
            handlers.onEvent(event);
            return;
          }
          const entries = readBatch(event.data);
          if (!entries.ok) report(brokenBatch(subject, entries.issues));
          for (const entry of entries.ok ? entries.data : []) {
            // An event without an id leaves the last one in force (W9).
            id = entry.id ?? id;
            if (!closed) handlers.onEvent({ type: entry.event, data: JSON.stringify(entry.data), lastEventId: id });
          }
          // The batch's own id stands, also where nothing could be read.
          if (!closed && id !== event.lastEventId) onId(event.lastEventId);
        },
      });
      return {
        close() {
          closed = true;
          connection.close();
        },
      };
    },
  };
}

function readBatch(text: string): Parsed<z.output<typeof batch>> {
  try {
    return parse(batch, JSON.parse(text));
  } catch {
    return { ok: false, issues: ["its data is not JSON"] };
  }
}

function brokenBatch(subject: string, issues: readonly string[]): ClientError {
  const message = `a batch of the ${subject} stream cannot be read and was dropped: ${issues.join("; ")}. See what stands between server and page`;
  return new ClientError("invalid_event", message, { subject, event: BATCH });
}
