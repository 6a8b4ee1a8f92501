/** What lies between a client and its server. */
export interface UnreliableNetwork {
  /** The server's `fetch`, as this client gets to see it. */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Cuts the open stream after so many more bytes: in the middle of an event, a line, a character. */
  cutAfter(bytes: number): void;
  /** Answers the next requests with a status instead of passing them on. */
  refuse(status: number, times: number): void;
}

/** @param turns Turns of the event loop that a request and its answer each take. */
export function createUnreliableNetwork(
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  turns: number,
): UnreliableNetwork {
  let left = Number.POSITIVE_INFINITY;
  let refusals = 0;
  let refusal = 503;

  async function travel() {
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  function cut(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    left = Number.POSITIVE_INFINITY;
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        if (value.byteLength <= left) {
          left -= value.byteLength;
          return controller.enqueue(value);
        }
        controller.enqueue(value.subarray(0, left));
        controller.error(new TypeError("terminated"));
        await reader.cancel();
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }

  return {
    async fetch(url, init) {
      await travel();
      if (refusals > 0) {
        refusals -= 1;
        return Response.json(
          { success: false, errors: ["not now"] },
          { status: refusal, headers: { "Retry-After": "1" } },
        );
      }
      const response = await fetch(url, init);
      await travel();
      if (response.body === null || !response.headers.get("Content-Type")?.startsWith("text/event-stream"))
        return response;
      return new Response(cut(response.body), { headers: response.headers });
    },
    cutAfter(bytes) {
      left = bytes;
    },
    refuse(status, times) {
      refusal = status;
      refusals = times;
    },
  };
}
