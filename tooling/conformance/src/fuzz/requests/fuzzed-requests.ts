import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { updateOrderStatus } from "@tidings/contracts/orders";
import { type Server, startServer, temporaryDirectory } from "@tidings/services";
import fc from "fast-check";
import type { FuzzCase, FuzzOptions } from "../fuzz-case.ts";
import { type Attempt, attempts } from "./attempts.ts";
import { exchange } from "./exchange.ts";
import { judgeExchange, type Told } from "./judge-exchange.ts";
import { faultsHeard, listen } from "./secret-streams.ts";
import { watchOrders } from "./watch-orders.ts";
import { within } from "./within.ts";
import { allOrders, call, type KnownOrder, meetWorld, signInAll, type World } from "./world.ts";

/** Connections at a time. */
const AT_ONCE = 24;
/** Attempts made up at a time. */
const BATCH = 500;
/** Milliseconds for the streams to tell of the last changes. */
const CATCH_UP_MS = 10_000;
/** How many faults are printed. The first ones are enough, because the rest repeat them. */
const SHOWN = 5;

/** Turns off the limits that would stop the fuzzing. The connection caps still apply. */
const UNLIMITED = {
  MAX_CONNECTIONS_PER_ADDRESS: "Infinity",
  CONNECTS_PER_MINUTE_PER_ADDRESS: "Infinity",
  WRITES_PER_MINUTE_PER_USER: "Infinity",
  READS_PER_MINUTE_PER_USER: "Infinity",
  NEW_CONTACTS_PER_HOUR_PER_USER: "Infinity",
  MAX_CONVERSATIONS_PER_USER: "Infinity",
};

/** One run is one connection to the real server, with one request or several, whole, broken or noise. */
export const fuzzedRequests: FuzzCase = {
  name: "Whatever is sent: no 5xx, no crash, failures in the briefs' words, no event of another user",
  async run(options) {
    using directory = temporaryDirectory();
    await using server = await startServer({ env: { ...UNLIMITED, DEMO_DIR: buildPage(directory.path) } });
    const faults = await fuzz(server, options).catch((error: unknown) => [String(error), lastWords(server)]);
    if (faults.length === 0) return;
    const more = faults.length > SHOWN ? `\n  and ${faults.length - SHOWN} more` : "";
    throw new Error(`${faults.slice(0, SHOWN).join("\n  ")}${more}`);
  },
};

/** What a server that stopped answering said at the end. */
function lastWords({ output }: Server): string {
  return `the server's last words: ${output.slice(-2_000)}`;
}

async function fuzz(server: Server, options: FuzzOptions): Promise<readonly string[]> {
  const { url } = server;
  const world = await meetWorld(url);
  // Sessions that no fuzzed request uses, so nothing that is sent may end them.
  const watched = await signInAll(url);
  const ada = await watchOrders(url, watched.ada);
  const grace = await watchOrders(url, watched.grace);
  const listeners = [await listen(url, world, watched.ada), await listen(url, world, watched.grace)];
  try {
    const { faults, told } = await sendAll(url, world, options);
    faults.push(...(await faultsHeard(url, world, listeners)));
    const orders = await lastChanges(url, world);
    for (const watcher of [ada, grace]) {
      const ends = [...orders.values()].filter(({ id }) => world.orderIds.includes(id));
      const mine = ends.filter(({ user_id }) => user_id === (watcher === ada ? watched.ada.id : watched.grace.id));
      const caughtUp = await within(CATCH_UP_MS, Promise.all(mine.map((order) => watcher.until(order))));
      if (!caughtUp) faults.push("a stream did not tell of the last changes");
      faults.push(...watcher.faults(orders));
    }
    for (const { orderId, userIds } of told) {
      const owner = orders.get(orderId)?.user_id ?? "nobody";
      if (!userIds.has(owner)) faults.push(`an event of ${owner} was sent to ${[...userIds].join(", ") || "nobody"}`);
    }
    faults.push(...faultsIn(server.output, world));
    return faults;
  } finally {
    ada.close();
    grace.close();
    for (const tap of listeners.flatMap(({ taps }) => taps)) tap.close();
  }
}

async function sendAll(url: string, world: World, { runs, seed }: FuzzOptions) {
  const port = Number(new URL(url).port);
  const faults: string[] = [];
  const told: Told[] = [];
  for (let done = 0; done < runs; done += BATCH) {
    const batch = fc.sample(attempts(world), { numRuns: Math.min(BATCH, runs - done), seed: seed + done });
    const queue = batch.values();
    const work = async () => {
      for (const attempt of queue) {
        const judged = judgeExchange(await exchange(port, attempt), attempt, world);
        faults.push(...judged.faults.map((fault) => `${fault}, after ${show(attempt, world)}`));
        told.push(...judged.told);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return { faults, told };
}

/** Changes every order of the start once more, and resolves with the state of all orders. */
async function lastChanges(url: string, { people, orderIds }: World): Promise<ReadonlyMap<string, KnownOrder>> {
  for (const [index, id] of [...orderIds, ...orderIds].entries()) {
    const order_status = index < orderIds.length ? "Preparing" : "Delivered";
    const path = updateOrderStatus.path.replace(":id", id);
    const response = await call(url, people.admin.token, { ...updateOrderStatus, path, body: { order_status } });
    if (!response.ok) throw new Error(`after the fuzzing, ${id} could not be changed: ${await response.text()}`);
  }
  const { data } = await allOrders(url, people.admin.token);
  return new Map(data.map((order) => [order.id, order]));
}

/** Finds what the log must not contain: failures of the server, anything that is not a log line, tokens. */
function faultsIn(output: string, { people }: World): readonly string[] {
  const lines = output.split("\n").filter((line) => line !== "" && !line.startsWith("Tidings is on "));
  const failures = lines.filter((line) => !line.startsWith("{") || /^\{"level":[56]0,/.test(line));
  const leaks = Object.values(people).filter(({ token }) => output.includes(token));
  return [
    ...failures.map((line) => `the server logged ${line}`),
    ...leaks.map(({ id }) => `the log holds the token of ${id}`),
  ];
}

function buildPage(directory: string): string {
  mkdirSync(join(directory, "assets"));
  writeFileSync(join(directory, "index.html"), "<!doctype html><title>A page</title>");
  writeFileSync(join(directory, "assets", "app.js"), "console.log(1)");
  return directory;
}

function show({ bytes }: Attempt, { people }: World): string {
  const named = Object.entries(people).reduce(
    (text, [name, { token }]) => text.replaceAll(token, `<token of ${name}>`),
    bytes.toString("latin1"),
  );
  return JSON.stringify(named.length > 800 ? `${named.slice(0, 800)}...` : named);
}
