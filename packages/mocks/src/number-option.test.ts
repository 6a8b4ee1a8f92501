import { expect, it } from "vitest";
import { createMockServer, play } from "./index.ts";
import { createNotificationsMock } from "./notifications/index.ts";

const INF = Number.POSITIVE_INFINITY;
const ofServer = (name: string) => (value: number) => createMockServer({ [name]: value }).close();

function withServer(use: (server: ReturnType<typeof createMockServer>) => void): void {
  const server = createMockServer();
  try {
    use(server);
  } finally {
    server.close();
  }
}

it.each<[string, (value: number) => unknown, 0 | undefined, typeof INF | undefined]>([
  ["createMockServer's heartbeatMs", ofServer("heartbeatMs"), undefined, INF],
  ["createMockServer's latencyMs", ofServer("latencyMs"), 0, INF],
  ["createMockServer's retention", ofServer("retention"), 0, INF],
  ["setLatency's ms", (ms) => withServer((server) => server.setLatency(ms)), 0, INF],
  ["refuse's times", (times) => withServer((server) => server.refuse(503, { times })), 0, INF],
  ["refuse's retryAfter", (retryAfter) => withServer((server) => server.refuse(503, { retryAfter })), 0, undefined],
  ["loseAnswers' times", (times) => withServer((server) => server.loseAnswers(times)), 0, INF],
  ["createNotificationsMock's pingMs", (pingMs) => createNotificationsMock({ pingMs }).close(), undefined, INF],
  [
    "play's speed",
    (speed) => withServer((server) => play(server, { name: "empty", steps: [] }, { speed })),
    undefined,
    INF,
  ],
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
          expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(`${name} must be a`) }),
        );
      }
    }
  },
);

it.each<[string, (value: number) => unknown, taken: readonly number[], refused: readonly number[]]>([
  ["heartbeatMs", ofServer("heartbeatMs"), [1, 2 ** 31 - 1], [0.5, 2 ** 31]],
  ["latencyMs", ofServer("latencyMs"), [0.5, 2 ** 31 - 1], [2 ** 31]],
  ["retention", ofServer("retention"), [1], [0.5]],
  ["times", (times) => withServer((server) => server.refuse(503, { times })), [1], [1.5]],
  ["lost answers", (times) => withServer((server) => server.loseAnswers(times)), [1], [1.5]],
  ["pingMs", (pingMs) => createNotificationsMock({ pingMs }).close(), [1, 2 ** 31 - 1], [0.5, 2 ** 31]],
  ["speed", (speed) => withServer((server) => play(server, { name: "", steps: [] }, { speed })), [0.001], [0.0009]],
])("D28.2: %s goes from its smallest to its largest value", (_name, give, taken, refused) => {
  for (const value of taken) give(value);
  for (const value of refused) expect(() => give(value), `${value}`).toThrow("must be a");
});
