import { createHub } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { expect, it } from "vitest";
import { createCapCheck } from "./connection-caps.ts";
import { createReadiness } from "./http/index.ts";
import { createReadText } from "./node/index.ts";
import { createHashQueue } from "./passwords/index.ts";
import { createLoginLimits, createMemoryRateLimit } from "./rates/index.ts";
import { whenFree } from "./sqlite/index.ts";

const INF = Number.POSITIVE_INFINITY;
const seat = { userId: "ada", address: "192.0.2.1", stream: "orders" };
const hub = createHub({ log: createMemoryLog() });
const ofCaps = (name: string) => (value: number) => createCapCheck(hub, { [name]: value });
const ofLogins = (name: string) => (value: number) => createLoginLimits({ [name]: value });

it.each<[string, (value: number) => unknown, 0 | undefined, typeof INF | undefined]>([
  ["caps.total", ofCaps("total"), undefined, INF],
  ["caps.perUser", ofCaps("perUser"), undefined, INF],
  ["caps.perAddress", ofCaps("perAddress"), undefined, INF],
  ["caps.reservedPercent", ofCaps("reservedPercent"), 0, undefined],
  ["maxConnections", (maxOfStream) => createCapCheck(hub, {})({ ...seat, maxOfStream }), undefined, INF],
  ["createLoginLimits' perPair", ofLogins("perPair"), undefined, INF],
  ["createLoginLimits' perAddress", ofLogins("perAddress"), undefined, INF],
  ["createLoginLimits' perEmail", ofLogins("perEmail"), undefined, INF],
  ["createMemoryRateLimit's uses", (uses) => createMemoryRateLimit(uses, 60), undefined, INF],
  ["createMemoryRateLimit's windowS", (windowS) => createMemoryRateLimit(1, windowS), undefined, undefined],
  [
    "createReadiness' intervalMs",
    (intervalMs) => createReadiness({ checks: [], onChange: () => {}, intervalMs }).close(),
    undefined,
    INF,
  ],
  ["createHashQueue's concurrency", (concurrency) => createHashQueue({ concurrency }), undefined, undefined],
  ["createHashQueue's maxWaiting", (maxWaiting) => createHashQueue({ maxWaiting }), 0, INF],
  ["the limit of a body", (limit) => createReadText(limit), undefined, INF],
  ["whenFree's patienceMs", (patienceMs) => whenFree(() => {}, patienceMs), 0, INF],
])(
  "D28.1, D28.2, D28.3: %s takes or refuses 0 and Infinity, and refuses what is no number",
  async (name, give, zero, infinity) => {
    for (const [value, taken] of [
      [0, zero === 0],
      [INF, infinity === INF],
      [-1, false],
      [Number.NaN, false],
      ["7" as unknown as number, false],
    ] as const) {
      const given = (async () => give(value))();
      if (taken) await given;
      else {
        await expect(given).rejects.toMatchObject({
          code: "invalid_options",
          message: expect.stringContaining(`${name} must be a`),
        });
      }
    }
  },
);

it.each<[string, (value: number) => unknown, taken: readonly number[], refused: readonly number[]]>([
  ["createLoginLimits' perPair", ofLogins("perPair"), [1], [1.5]],
  ["createHashQueue's concurrency", (concurrency) => createHashQueue({ concurrency }), [1, 1024], [1.5, 1025]],
  ["createHashQueue's maxWaiting", (maxWaiting) => createHashQueue({ maxWaiting }), [1], [0.5]],
  ["the limit of a body", (limit) => createReadText(limit), [1], [1.5]],
])(
  "D28.2: %s goes from its smallest to its largest value, and what is counted is whole",
  (_name, give, taken, refused) => {
    for (const value of taken) give(value);
    for (const value of refused) expect(() => give(value), `${value}`).toThrow("must be a");
  },
);
