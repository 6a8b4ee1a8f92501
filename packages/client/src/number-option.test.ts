import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createAdminOrdersQuery } from "./admin-orders/index.ts";
import { type Client, createClient } from "./client.ts";
import { ClientError } from "./error.ts";
import { createPool } from "./stores/pool.ts";

const INF = Number.POSITIVE_INFINITY;
let client: Client;

beforeEach(() => {
  client = createClient();
});
afterEach(() => client.close());

const ofClient = (name: string) => (value: number) => createClient({ [name]: value }).close();
const ofBackoff = (name: string) => (value: number) => {
  createClient({ backoff: { [name]: value } }).close();
  client.open(ordersStream, { connect: false, backoff: { [name]: value } }).close();
};
const ofQuery = (name: string) => (value: number) => createAdminOrdersQuery(client, { [name]: value }).close();

it.each<[string, (value: number) => unknown, 0 | undefined, typeof INF | undefined]>([
  ["createClient's lingerMs", ofClient("lingerMs"), 0, INF],
  ["createClient's callTimeoutMs", ofClient("callTimeoutMs"), undefined, INF],
  ["backoff.baseMs", ofBackoff("baseMs"), 0, undefined],
  ["backoff.capMs", ofBackoff("capMs"), 0, undefined],
  ["backoff.maxAttempts", ofBackoff("maxAttempts"), 0, INF],
  ["createAdminOrdersQuery's pollMs", ofQuery("pollMs"), undefined, undefined],
  ["createAdminOrdersQuery's attempts", ofQuery("attempts"), 0, INF],
  ["createAdminOrdersQuery's limit", ofQuery("limit"), undefined, undefined],
  ["createPool's lingerMs", (lingerMs) => createPool({ lingerMs, setTimer: () => () => {} }).close(), 0, INF],
])(
  "D28.1, D28.2, D28.3: %s takes or refuses 0 and Infinity, and refuses what is no number",
  (name, give, zero, infinity) => {
    for (const [value, taken] of [
      [0, zero === 0],
      [INF, infinity === INF],
      [-1, false],
      [Number.NaN, false],
      ["7" as unknown as number, false],
    ] as const) {
      if (taken) give(value);
      else {
        expect(() => give(value), `${value}`).toThrow(
          expect.objectContaining({
            name: ClientError.name,
            code: "invalid_options",
            message: expect.stringContaining(`${name} must be a`),
          }),
        );
      }
    }
  },
);

it.each([
  [ofClient("lingerMs"), "createClient's lingerMs must be a number from 0 to 2147483647, or Infinity for no limit"],
  [
    ofClient("callTimeoutMs"),
    "createClient's callTimeoutMs must be a number from 1 to 2147483647, or Infinity for no limit",
  ],
  [ofBackoff("baseMs"), "backoff.baseMs must be a number from 0 to 2147483647"],
  [ofBackoff("capMs"), "backoff.capMs must be a number from 0 to 2147483647"],
  [ofBackoff("maxAttempts"), "backoff.maxAttempts must be a whole number from 0, or Infinity for no limit"],
  [ofQuery("pollMs"), "createAdminOrdersQuery's pollMs must be a number from 1 to 2147483647"],
  [ofQuery("attempts"), "createAdminOrdersQuery's attempts must be a whole number from 0, or Infinity for no limit"],
  [ofQuery("limit"), "createAdminOrdersQuery's limit must be a whole number from 1 to 200"],
])("D28.3: the refusal of an option says its whole range: %#", (give, words) => {
  const refusal = (is: string) => expect.objectContaining({ message: `${words}; it is ${is}` });
  expect(() => give(Number.NaN)).toThrow(refusal("NaN"));
  if (words.includes("whole")) expect(() => give(1.5)).toThrow(refusal("1.5"));
  else expect(() => give(1.5)).not.toThrow();
});

it("D28.1: a stream that lingers for Infinity needs no timer and stays until the client is closed", () => {
  let closed = 0;
  let timers = 0;
  const setTimer = () => {
    timers += 1;
    return () => {};
  };
  const pool = createPool({ lingerMs: INF, setTimer });
  pool.acquire("a", () => ({ close: () => (closed += 1) })).release();
  expect([timers, closed, pool.list().length]).toEqual([0, 0, 1]);
  pool.close();
  expect(closed).toBe(1);
});
