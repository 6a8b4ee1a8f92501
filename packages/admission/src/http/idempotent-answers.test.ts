import { placeOrder, sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { type Answer, createIdempotentAnswers, type Keep, type KeptAnswer } from "./idempotent-answers.ts";

type Placed = Answer<typeof placeOrder>;

const body = { address_id: sampleOrders[0].address_id, items: sampleOrders[0].items };

it("D25.5, D25.6: while the first request is worked on, the same one waits, another body is refused, another key is not", async () => {
  const kept = new Map<string, KeptAnswer>();
  const answers = createIdempotentAnswers({
    find: (attempt) => kept.get(JSON.stringify(attempt)),
    keep: (attempt, answer) => void kept.set(JSON.stringify(attempt), answer),
  });
  const once = (key: string, sent: unknown, create: (keep: Keep<typeof placeOrder>) => Promise<Placed>) =>
    answers.once({ endpoint: placeOrder, key, userId: "ada", body: sent }, create);
  const answer: Placed = { data: sampleOrders[0] };
  const done = Promise.withResolvers<Placed>();
  const make = async (keep: Keep<typeof placeOrder>) => {
    keep(await done.promise);
    return done.promise;
  };
  const never = () => Promise.reject(new Error("was done twice"));
  const first = once('"a"', body, make);
  await expect(once('"a"', body, never)).rejects.toMatchObject({ status: 409, retryAfter: 1 });
  await expect(once('"a"', { ...body, address_id: "b" }, never)).rejects.toMatchObject({ status: 422 });
  const other = once('"b"', body, make);
  done.resolve(answer);
  expect(await Promise.all([first, other])).toEqual([answer, answer]);
  expect(await once('"a"', body, never)).toEqual(answer);

  // One that failed leaves nothing behind, and one that forgets to keep its answer is told so in its first test.
  await expect(once('"c"', body, never)).rejects.toThrow("was done twice");
  await expect(once('"c"', body, async () => answer)).rejects.toThrow(/without keeping its answer/);
  expect(await once('"c"', body, make)).toEqual(answer);
});
