import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { ordersStream } from "@tidings/contracts/orders";
import { createDecoder } from "@tidings/wire";

/** A reader that opens a stream, takes nothing for a while, and then wants everything. */
export interface StalledReader {
  /** Reads on, and comes back by its last id as often as it is cut, until it has the event with this revision. */
  catchUp(revision: number): Promise<CaughtUp>;
}

/** What came of it. */
export interface CaughtUp {
  /** The revisions in the order they came. */
  readonly revisions: readonly number[];
  /** What the greetings said, in order. */
  readonly resumes: readonly string[];
}

/** Opens the stream and stops reading at once. */
export async function openStalledReader(url: string, token: string): Promise<StalledReader> {
  const revisions: number[] = [];
  const resumes: string[] = [];
  let lastEventId = "";

  async function connect(): Promise<IncomingMessage> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: "text/event-stream" };
    if (lastEventId !== "") headers["last-event-id"] = lastEventId;
    const [response] = await once(get(`${url}${ordersStream.path}`, { headers }), "response");
    return response;
  }

  async function read(response: IncomingMessage, revision: number): Promise<void> {
    const decoder = createDecoder({
      lastEventId,
      onEvent({ type, data }) {
        const payload = JSON.parse(data);
        if (type === "connected") resumes.push(payload.resume);
        else if (type === "order_status_update") revisions.push(payload.revision);
      },
    });
    try {
      for await (const chunk of response) {
        decoder.decode(chunk);
        lastEventId = decoder.lastEventId;
        if (revisions.at(-1) === revision) return;
      }
    } catch {
      // Cut: it comes back.
    }
  }

  let response = await connect();
  return {
    async catchUp(revision) {
      while (revisions.at(-1) !== revision) {
        await read(response, revision);
        if (revisions.at(-1) !== revision) response = await connect();
      }
      response.destroy();
      return { revisions, resumes };
    },
  };
}
