import { createClient } from "@tidings/client";
import { ordersStream } from "@tidings/contracts/orders";
import type { KnownOrder, Person } from "./world.ts";

/** A user's open stream, kept open while others misbehave. */
export interface Watcher {
  /** Resolves when the stream has told of this revision of an order; never where it does not. */
  until(order: Pick<KnownOrder, "id" | "revision">): Promise<void>;
  /** What is wrong with what it heard, now that everyone's orders are known. */
  faults(orders: ReadonlyMap<string, KnownOrder>): readonly string[];
  close(): void;
}

/** Opens the stream of one user; resolves when it is greeted. */
export async function watchOrders(url: string, { id: userId, token }: Person): Promise<Watcher> {
  const heard = new Map<string, number>();
  const waiting = new Set<() => void>();
  const faults: string[] = [];
  let greetings = 0;

  const client = createClient({
    baseUrl: url,
    auth: { token: () => token },
    onProblem: (problem) => faults.push(`the stream of ${userId} had a problem: ${problem.message}`),
  });
  const stream = client.open(ordersStream);
  const greeted = Promise.withResolvers<void>();
  stream.on("connected", () => {
    greetings += 1;
    greeted.resolve();
  });
  stream.on("order_status_update", ({ data }) => {
    const before = heard.get(data.order_id) ?? 0;
    if (data.revision <= before) faults.push(`${data.order_id} went from revision ${before} to ${data.revision}`);
    heard.set(data.order_id, data.revision);
    for (const look of waiting) look();
  });
  await greeted.promise;

  return {
    until: ({ id, revision }) =>
      new Promise((resolve) => {
        const look = () => {
          if ((heard.get(id) ?? 0) < revision) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    faults(orders) {
      const all = [...faults];
      if (greetings !== 1) all.push(`the stream of ${userId} was opened ${greetings} times; nothing should end it`);
      for (const [id, revision] of heard) {
        const order = orders.get(id);
        if (order?.user_id !== userId) all.push(`${userId} was told of ${id}, an order of ${order?.user_id}`);
        else if (order.revision !== revision)
          all.push(`${id} is at revision ${order.revision}, its owner heard ${revision}`);
      }
      return all;
    },
    close: () => client.close(),
  };
}
