import { listOrders, type Order, ordersStream, updateOrderStatus } from "@tidings/contracts/orders";
import { createDecoder } from "@tidings/wire";
import { startTarget } from "./conductor.ts";
import { median } from "./median.ts";
import { signIn } from "./requests.ts";

/** Milliseconds from sending a PATCH to its event and to its answer, medians, and the event's 99th percentile. */
export interface LatencyResult {
  readonly eventMs: number;
  readonly eventP99Ms: number;
  readonly answerMs: number;
}

/** Changes an order by PATCH again and again and times the event on a stream against the answer itself. */
export async function measureLatency(times: number): Promise<LatencyResult> {
  const server = await startTarget("tidings");
  const base = `http://127.0.0.1:${server.port}`;
  const [user, admin] = [await signIn(server.port), await signIn(server.port, "admin@example.com")];
  const authorize = (token: string) => ({ Authorization: `Bearer ${token}`, "Content-Type": "application/json" });
  const listed = await fetch(base + listOrders.path, { headers: authorize(user) });
  const { data } = (await listed.json()) as { data: Order[] };
  const url = base + updateOrderStatus.path.replace(":id", data[0]?.id ?? "");

  const abort = new AbortController();
  const stream = await fetch(base + ordersStream.path, { headers: authorize(user), signal: abort.signal });
  let onEvent = () => {};
  const decoder = createDecoder({ onEvent: ({ type }) => type === "order_status_update" && onEvent() });
  const reading = (async () => {
    for await (const chunk of stream.body ?? []) decoder.decode(chunk);
  })().catch(() => {});

  const events: number[] = [];
  const answers: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const order_status = index % 2 === 0 ? "Preparing" : "Out for Delivery";
    const start = performance.now();
    const event = new Promise<void>((resolve) => {
      onEvent = () => {
        events.push(performance.now() - start);
        resolve();
      };
    });
    const answer = await fetch(url, {
      method: "PATCH",
      headers: authorize(admin),
      body: JSON.stringify({ order_status }),
    });
    answers.push(performance.now() - start);
    await answer.body?.cancel();
    await event;
  }
  abort.abort();
  await reading;
  await server.stop();
  const p99 = [...events].sort((a, b) => a - b)[Math.floor(events.length * 0.99)];
  return { eventMs: median(events), eventP99Ms: p99 ?? Number.NaN, answerMs: median(answers) };
}
