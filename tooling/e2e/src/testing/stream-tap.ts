import { ordersStream } from "@tidings/contracts/orders";
import { createDecoder, type DecodedEvent } from "@tidings/wire";
import type { Page } from "playwright-core";

/**
 * What a page's orders streams received, over all its connections. The browser reports it separately from the page, so
 * a page may show an event that is not here yet. Poll this list.
 */
export interface StreamTap {
  /** In the order they came. */
  readonly events: readonly DecodedEvent[];
  /** Connections that were answered with a stream. */
  readonly connections: number;
}

/** Listens, at the browser's own network layer, to what a page's streams bring. Attach it before the page is opened. */
export async function tapStreams(page: Page): Promise<StreamTap> {
  const events: DecodedEvent[] = [];
  const decoders = new Map<string, { decode(base64: string): void }>();
  const devtools = await page.context().newCDPSession(page);

  devtools.on("Network.responseReceived", async ({ requestId, response }) => {
    if (new URL(response.url).pathname !== ordersStream.path || response.status !== 200) return;
    const decoder = createDecoder({ onEvent: (event) => events.push(event) });
    let early: string[] | undefined = [];
    const decode = (base64: string) => decoder.decode(Buffer.from(base64, "base64"));
    decoders.set(requestId, { decode: (base64) => (early ? early.push(base64) : decode(base64)) });
    // What came before streaming is answered, and belongs before what is reported from then on.
    const { bufferedData } = await devtools.send("Network.streamResourceContent", { requestId });
    for (const base64 of [bufferedData, ...early]) decode(base64);
    early = undefined;
  });
  devtools.on("Network.dataReceived", ({ requestId, data }) => {
    if (data) decoders.get(requestId)?.decode(data);
  });
  await devtools.send("Network.enable");
  return {
    events,
    get connections() {
      return decoders.size;
    },
  };
}
