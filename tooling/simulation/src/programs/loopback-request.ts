import { request } from "node:http";

/** An answer, and how long it took from the first byte sent to the last one received. */
export interface TimedAnswer {
  /** 0 where none came in time. */
  readonly status: number;
  readonly ms: number;
  readonly retryAfterS: number;
}

/** A request to this machine from one of its own addresses, 127.x.y.z, on a connection of its own. */
export function loopbackRequest(options: {
  readonly url: string;
  /** The address that it comes from. */
  readonly from: string;
  /** Sent as JSON by POST; without one it is a GET. */
  readonly body?: object;
  /** Milliseconds after which it is given up. */
  readonly patienceMs: number;
}): Promise<TimedAnswer> {
  const { url, from, body, patienceMs } = options;
  const { promise, resolve } = Promise.withResolvers<TimedAnswer>();
  const began = performance.now();
  const done = (status: number, retryAfterS = 0) => resolve({ status, retryAfterS, ms: performance.now() - began });
  const asking = request(url, {
    method: body === undefined ? "GET" : "POST",
    localAddress: from,
    agent: false,
    headers: body === undefined ? { Accept: "text/html" } : { "Content-Type": "application/json" },
    signal: AbortSignal.timeout(patienceMs),
  });
  asking.on("error", () => done(0));
  asking.on("response", (response) => {
    response.on("error", () => done(0));
    response.resume();
    response.on("end", () => done(response.statusCode ?? 0, Number(response.headers["retry-after"] ?? 0)));
  });
  asking.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}
