import { sampleUsers } from "@tidings/contracts/auth";
import { ordersStream, sampleOrders } from "@tidings/contracts/orders";
import type { MockApp } from "../auth/mock-app.ts";
import { defineScenario, repeat, type Scenario } from "../scenario/scenario.ts";
import type { OrdersMock } from "./orders-mock.ts";

/** The ready scenarios of {@link ordersScenarios}. */
export type OrdersScenarioName =
  | "calmDay"
  | "rushHour"
  | "flakyNetwork"
  | "silentConnection"
  | "gap"
  | "serverDown"
  | "offline"
  | "expiredSession"
  | "lostAnswer";

/**
 * Ready scenarios for an orders mock. `calmDay` is meant to be played with `loop`; the others have an end.
 *
 * @example play(app.server, ordersScenarios(mock, app).calmDay, { loop: true })
 */
export function ordersScenarios(
  mock: OrdersMock,
  app: Pick<MockApp, "expireSessions">,
): Readonly<Record<OrdersScenarioName, Scenario>> {
  const { ada, grace } = sampleUsers;
  const advance = (userId: string) => () => void mock.advanceOldest(userId);
  const place = (userId: string) => () => void mock.orders.place(userId, sampleOrders[0]);

  return {
    calmDay: defineScenario(ordersStream, "A calm day", (after) => [
      after(6000).run("Move Ada's oldest order on", advance(ada.id)),
      after(7000).run("Move Grace's oldest order on", advance(grace.id)),
      after(5000).run("Move Ada's oldest order on", advance(ada.id)),
      after(8000).run("Grace orders again", place(grace.id)),
    ]),
    rushHour: defineScenario(ordersStream, "Rush hour", (after) => [
      repeat(6, () => [after(50).run("Ada orders", place(ada.id))]),
      repeat(20, () => [after(100).run("Move Ada's oldest order on", advance(ada.id))]),
    ]),
    flakyNetwork: defineScenario(ordersStream, "A flaky network", (after) => [
      repeat(3, () => [
        after(2500).drop(),
        after(100).run("Move Ada's oldest order on, unseen", advance(ada.id)),
        after(100).refuse(503, { retryAfter: 1, times: 1, scope: "streams" }),
      ]),
      after(2000).online(),
    ]),
    silentConnection: defineScenario(ordersStream, "A silent connection", (after) => [
      after(1000).silence(),
      after(500).run("Move Ada's oldest order on, unheard", advance(ada.id)),
    ]),
    gap: defineScenario(ordersStream, "A gap", (after) => [
      after(1000).run("Move Ada's oldest order on", advance(ada.id)),
      after(1500).refuse(503, { retryAfter: 2, times: 1, scope: "streams" }),
      after(300).run("Move Ada's oldest order on, unseen", advance(ada.id)),
      after(200).gap(),
    ]),
    serverDown: defineScenario(ordersStream, "The server is down", (after) => [
      after(1000).refuse(503, { retryAfter: 3 }),
      after(5000).run("Move Ada's oldest order on, unseen", advance(ada.id)),
      after(7000).online(),
    ]),
    offline: defineScenario(ordersStream, "Offline for a while", (after) => [
      after(500).offline(),
      after(4000).run("Move Ada's oldest order on, unseen", advance(ada.id)),
      after(4000).online(),
    ]),
    lostAnswer: defineScenario(ordersStream, "An answer gets lost", (after) => [
      after(0).loseAnswers(),
      after(30_000).online(),
    ]),
    expiredSession: defineScenario(ordersStream, "The session expires", (after) => [
      after(1500).run("End every session", () => app.expireSessions()),
    ]),
  };
}
