import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { freePort, type ServiceProcess } from "@tidings/services";
import { expect, it, onTestFinished } from "vitest";
import { openHostStream } from "./host-stream.ts";

/** A server under test. It listens on 127.0.0.1 and keeps its data in its folder, also when it is started again. */
export interface HostApp {
  readonly folder: string;
  start(port: number): Promise<ServiceProcess>;
  /** What its process ends with after SIGTERM. Default 0. */
  readonly exitCode?: number;
}

/** What the suite may leave out. */
export interface HostOptions {
  /** Whether its events come from the rows of `builds.db`, which other programs change too. Default false. */
  readonly rows?: boolean;
  /** Its `POST /move` is an endpoint of the contract, and its stream takes the bearer token too. Default true. */
  readonly endpoint?: boolean;
}

/** Milliseconds that a test of a host may take on a busy machine. */
export const HOST_MS = 900_000;

/**
 * Tests a server of builds, on any web framework: `POST /tickets`, `GET /builds/stream`, `POST /move`, `GET /metrics`.
 * The bearer token is the user's name, and a user has two streams at most.
 *
 * @param make Makes a server in a new folder. It is called once for each test.
 */
export function describeHost(
  make: () => HostApp | Promise<HostApp>,
  { rows = false, endpoint = true }: HostOptions = {},
): void {
  /** Starts a server; its process ends with the test. */
  async function startHost() {
    const host = await make();
    using database = rows ? createBuilds(host.folder) : undefined;
    void database;
    const port = await freePort();
    const running: { process?: ServiceProcess } = {};
    onTestFinished(async () => void (await running.process?.kill("SIGKILL")));
    const start = async () => {
      running.process = await host.start(port);
      return running.process;
    };
    await start();
    const url = `http://127.0.0.1:${port}`;
    const authorization = { Authorization: "Bearer ada" };
    const post = (path: string, body?: string, headers: Record<string, string> = {}) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { ...authorization, "Content-Type": "application/json", ...headers },
        ...(body !== undefined && { body }),
      });
    const ticket = async (): Promise<string> => {
      const response = await fetch(`${url}/tickets`, { method: "POST", headers: authorization });
      return ((await response.json()) as { ticket: string }).ticket;
    };
    const stream = `${url}/builds/stream`;
    return {
      folder: host.folder,
      exitCode: host.exitCode ?? 0,
      url,
      stream,
      running,
      start,
      post,
      ticket,
      move: (state: string) => post("/move", JSON.stringify({ state })),
      open: async (lastEventId?: string) => openHostStream(`${stream}?ticket=${await ticket()}`, lastEventId),
    };
  }

  it("publishes, resumes after kill -9, takes a ticket once, holds its cap, counts, and drains", {
    timeout: HOST_MS,
  }, async () => {
    const { url, stream, running, start, ticket, move, open, folder, exitCode } = await startHost();
    expect((await openHostStream(stream)).status).toBe(401);
    const once = await ticket();
    using first = await openHostStream(`${stream}?ticket=${once}`);
    expect((await openHostStream(`${stream}?ticket=${once}`)).status).toBe(401);
    using second = await open();
    expect([first.status, second.status, (await open()).status]).toEqual([200, 200, 429]);

    const moved = await move("one");
    expect([moved.status, await moved.json()]).toEqual([200, { success: true, data: { state: "one" } }]);
    for (const { events } of [first, second]) {
      await expect
        .poll(() => events.map(stateOf))
        .toEqual([
          ["connected", undefined],
          ["build_moved", "one"],
        ]);
    }
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('tidings_connections{stream="builds"} 2');

    const position = first.events.at(-1)?.id;
    first[Symbol.dispose]();
    await move("two");
    await expect.poll(() => second.events.map(stateOf)).toContainEqual(["build_moved", "two"]);
    await running.process?.kill("SIGKILL");
    // Other programs change rows also while the server is down.
    if (rows) writeRow(folder, "three");
    await start();
    using resumed = await open(position);
    const missed = rows ? ["two", "three"] : ["two"];
    await expect
      .poll(() => resumed.events.slice(1).map(stateOf))
      .toEqual(missed.map((state) => ["build_moved", state]));
    expect(resumed.events[0]?.data).toMatchObject({ resume: "complete" });

    const exit = running.process?.kill("SIGTERM");
    await resumed.ended;
    expect(resumed.events.at(-1)).toMatchObject({ type: "ending", data: { reason: "drained" } });
    expect(await exit).toEqual({ code: exitCode, signal: null });
  });

  if (!endpoint) return;
  it("S11, S21: refuses what it cannot take, in the contract's error body", { timeout: HOST_MS }, async () => {
    const { stream, post } = await startHost();
    const good = '{ "state": "one" }';
    const authorized = { Authorization: "Bearer ada" };
    const refusals = {
      "nobody who is signed in": [401, await post("/move", good, { Authorization: "" })],
      "no body": [400, await post("/move")],
      "no JSON": [400, await post("/move", "{")],
      "a wrong type": [400, await post("/move", '{ "state": 7 }')],
      "a field that nobody knows": [400, await post("/move", '{ "state": "one", "colour": "red" }')],
      "too much": [413, await post("/move", JSON.stringify({ state: "x".repeat(2_000_000) }))],
      "a path that nobody serves": [404, await post("/nowhere", good)],
      "a parameter that nobody knows": [400, await fetch(`${stream}?colour=red`, { headers: authorized })],
    } as const;
    for (const [what, [status, response]] of Object.entries(refusals)) {
      const body: unknown = await response.json();
      expect([what, response.status, body]).toEqual([what, status, { success: false, errors: [expect.any(String)] }]);
    }
    const head = await fetch(stream, { method: "HEAD", headers: authorized });
    expect([head.status, head.headers.get("content-type")]).toEqual([200, expect.stringContaining("event-stream")]);
    using heard = await openHostStream(stream, undefined, authorized);
    expect((await post("/move", good)).status).toBe(200);
    await expect.poll(() => heard.events.slice(1).map(stateOf)).toEqual([["build_moved", "one"]]);
  });
}

const stateOf = ({ type, data }: { type: string; data: Readonly<Record<string, unknown>> }) => [type, data.state];

/** The database that was there before, with a row of Ada's. */
function createBuilds(folder: string): DatabaseSync {
  const database = openBuilds(folder);
  database.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS builds (id TEXT PRIMARY KEY, owner TEXT, state TEXT)",
  );
  database.exec("INSERT OR IGNORE INTO builds VALUES ('7', 'ada', 'queued')");
  return database;
}

/** What another program does. */
function writeRow(folder: string, state: string): void {
  using database = openBuilds(folder);
  database.prepare("UPDATE builds SET state = ?").run(state);
}

function openBuilds(folder: string): DatabaseSync {
  return new DatabaseSync(join(folder, "builds.db"), { timeout: 5000 });
}
