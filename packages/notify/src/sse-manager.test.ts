import { createDecoder, type DecodedEvent } from "@tidings/wire";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type CreatedConnection, SSEManager } from "./sse-manager.ts";

const lines: string[] = [];
let manager: SSEManager;

beforeEach(() => {
  lines.length = 0;
  manager = new SSEManager({ maxClients: 3, log: (line) => lines.push(line) });
});
afterEach(() => manager.destroy());

/** Reads a response until there are `count` events, or it ends. */
async function read({ response }: CreatedConnection, count: number): Promise<DecodedEvent[]> {
  const events: DecodedEvent[] = [];
  const decoder = createDecoder({ onEvent: (event) => events.push(event) });
  const reader = response.body?.getReader();
  while (events.length < count) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) break;
    decoder.decode(chunk.value);
  }
  reader?.releaseLock();
  return events;
}
const greeted = async (created: CreatedConnection) => {
  const [greeting] = await read(created, 1);
  return JSON.parse(greeting?.data ?? "{}");
};
const hello = { event: "hello", data: { n: 1 } } as const;

it("003 createConnection: a response that greets with the client's id, and the heartbeat's default", async () => {
  const created = manager.createConnection({ userId: "ada" });
  expect(created.response.headers.get("content-type")).toBe("text/event-stream");
  expect(await greeted(created)).toMatchObject({ clientId: created.clientId, heartbeatMs: 30_000 });
});

it("003 pingInterval and clientTimeout: the heartbeat is short enough that a stale client is cut in time", async () => {
  for (const [options, heartbeatMs] of [
    [{ pingInterval: 5000 }, 5000],
    [{ clientTimeout: 10_000 }, 5000],
  ] as const) {
    const other = new SSEManager({ ...options, enableLogging: false });
    expect(await greeted(other.createConnection())).toMatchObject({ heartbeatMs });
    await other.destroy();
  }
});

it.each([
  [{ pingInterval: 10 }, { pingInterval: 9.9 }],
  [{ clientTimeout: 20 }, { clientTimeout: 19.9 }],
  [{ maxClients: 1 }, { maxClients: 0 }],
  [{ maxClients: Number.POSITIVE_INFINITY }, { maxClients: Number.NaN }],
])("003 takes %j, and refuses %j in words", async (least, less) => {
  await new SSEManager({ ...least, enableLogging: false }).destroy();
  const [name = ""] = Object.keys(less);
  expect(() => new SSEManager(less)).toThrow(
    expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(`${name} must be a `) }),
  );
});

it("003 its defaults are the brief's: options that say them mean the same, and any other does not", async () => {
  const log = () => {};
  const plain = new SSEManager({ log });
  const defaults = { pingInterval: 30_000, clientTimeout: 60_000, maxClients: 1000, enableLogging: true, log };
  expect([plain.hasOptions({ log }), plain.hasOptions(defaults)]).toEqual([true, true]);
  for (const other of [
    { pingInterval: 30_001 },
    { clientTimeout: 60_001 },
    { maxClients: 1001 },
    { enableLogging: false },
    { log: () => {} },
  ]) {
    expect(plain.hasOptions({ ...defaults, ...other })).toBe(false);
  }
  await plain.destroy();
});

it("003 maxClients: once it is full it takes nobody, on records neither", async () => {
  const full = new SSEManager({ maxClients: 1, enableLogging: false });
  full.createConnection();
  for (const create of [() => full.createConnection(), () => full.createRecordsConnection({ userId: "ada" })]) {
    expect(create).toThrow(expect.objectContaining({ code: "full", message: expect.stringContaining("all 1") }));
  }
  await full.destroy();
});

it("003 clientTimeout: a client that takes nothing is disconnected by itself", async () => {
  vi.useFakeTimers();
  const stale = new SSEManager({ clientTimeout: 60_000, enableLogging: false });
  try {
    stale.createConnection();
    await vi.advanceTimersByTimeAsync(0);
    // Nobody reads: its buffer is filled, and then two heartbeats pass.
    for (let n = 0; n < 20; n += 1) {
      stale.broadcast({ event: "hello", data: "x".repeat(30_000) });
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(stale.getStats().totalClients).toBe(1);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(stale.getStats().totalClients).toBe(0);
  } finally {
    await stale.destroy();
    vi.useRealTimers();
  }
});

it("003 maxClients: one more is refused, and says what to do", () => {
  for (let n = 0; n < 3; n += 1) manager.createConnection();
  expect(() => manager.createConnection()).toThrow(expect.objectContaining({ code: "full" }));
});

it("003 sendToClient, sendToUser, sendToClients, broadcast: each reaches its own and answers how many", async () => {
  const a = manager.createConnection({ userId: "ada", metadata: { page: "dashboard" } });
  const b = manager.createConnection({ userId: "grace", sessionId: "s" });
  await Promise.all([greeted(a), greeted(b)]);
  expect(manager.sendToClient(a.clientId, hello)).toBe(true);
  expect(manager.sendToClient("nobody", hello)).toBe(false);
  expect(manager.sendToUser("grace", hello)).toBe(1);
  expect(manager.sendToClients({ metadata: { page: "dashboard" } }, hello)).toBe(1);
  expect(manager.sendToClients({ userId: "grace", sessionId: "s" }, hello)).toBe(1);
  expect(manager.broadcast(hello)).toBe(2);
  expect(await read(a, 3)).toHaveLength(3);
  expect(await read(b, 3)).toHaveLength(3);
});

it("003 disconnectClient ends one client's stream and tells it so", async () => {
  const a = manager.createConnection();
  const b = manager.createConnection();
  await Promise.all([greeted(a), greeted(b)]);
  expect(manager.disconnectClient(a.clientId)).toBe(true);
  expect(manager.disconnectClient(a.clientId)).toBe(false);
  expect((await read(a, Number.POSITIVE_INFINITY)).map(({ type }) => type)).toEqual(["ending"]);
  expect(manager.getStats().totalClients).toBe(1);
});

it("003 getStats: the brief's five numbers; closed clients' events still count", async () => {
  expect(manager.getStats()).toEqual({
    totalClients: 0,
    clientsByUser: {},
    averageConnectionDuration: 0,
    totalEventsSent: 0,
    lastEventTime: null,
  });
  const a = manager.createConnection({ userId: "ada" });
  const b = manager.createConnection({ userId: "ada" });
  await Promise.all([greeted(a), greeted(b)]);
  const before = Date.now();
  manager.broadcast(hello);
  await read(a, 1);
  manager.disconnectClient(a.clientId);
  const stats = manager.getStats();
  expect(stats).toMatchObject({ totalClients: 1, clientsByUser: { ada: 1 }, totalEventsSent: 2 });
  expect(stats.lastEventTime).toBeGreaterThanOrEqual(before);
  expect(stats.lastEventTime).toBeLessThanOrEqual(Date.now());
});

it("003 a request that is aborted closes its client", async () => {
  const abort = new AbortController();
  const request = new Request("http://localhost/api/sse", { signal: abort.signal });
  await greeted(manager.createConnection({ request }));
  abort.abort();
  expect(manager.getStats().totalClients).toBe(0);
});

it("003 enableLogging: a line for each connection that opens and closes, or none", async () => {
  const a = manager.createConnection({ userId: "ada" });
  await greeted(a);
  manager.disconnectClient(a.clientId);
  expect(lines).toEqual([expect.stringMatching(/^SSE \S+ of ada opened$/), expect.stringMatching(/closed: revoked$/)]);
});

it("003 destroy ends every connection", async () => {
  const a = manager.createConnection();
  await greeted(a);
  await manager.destroy();
  expect((await read(a, Number.POSITIVE_INFINITY)).map(({ type }) => type)).toEqual(["ending"]);
  expect(manager.createConnection().response.status).toBe(503);
});

it("003 lines go to standard error unless told elsewhere", async () => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const loud = new SSEManager();
  await greeted(loud.createConnection());
  await loud.destroy();
  expect(written.mock.calls.map(([line]) => line)).toEqual([
    expect.stringMatching(/^SSE \S+ opened\n$/),
    expect.stringMatching(/^SSE \S+ closed: \w+\n$/),
  ]);
  written.mockRestore();
});

it("003 ping: the event comes at the heartbeat's interval, and is nobody's last event", async () => {
  vi.useFakeTimers();
  const pinging = new SSEManager({ enableLogging: false });
  try {
    const created = pinging.createConnection();
    await vi.advanceTimersByTimeAsync(30_001);
    const events = await read(created, 2);
    expect(events.map(({ type }) => type)).toEqual(["connected", "ping"]);
    expect(JSON.parse(events[1]?.data ?? "{}")).toEqual({ timestamp: expect.any(Number) });
    expect(pinging.getStats().lastEventTime).toBeNull();
  } finally {
    await pinging.destroy();
    vi.useRealTimers();
  }
});
