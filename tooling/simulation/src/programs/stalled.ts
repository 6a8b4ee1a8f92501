import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { ordersStream } from "@tidings/contracts/orders";
import { createOrdersFile, userId } from "./orders-file.ts";
import { type Latencies, openReaders } from "./readers-process.ts";
import { freePort, startServer } from "./server-process.ts";
import { type CaughtUp, openStalledReader } from "./stalled-reader.ts";
import { signToken } from "./token.ts";
import { createVerdict } from "./verdict.ts";

// A thousand readers of one order that changes a thousand times a second, first alone, then with one among them that
// takes nothing. It takes the better part of a minute until the kernel's buffers are full and the hub's queue begins.

const READERS = Number(process.env.READERS ?? 1_000);
const CHANGES_PER_SECOND = 1_000;
const SECONDS = 50;
const TICK_MS = 10;
const WINDOW_MS = 5_000;
/** Readers' sockets, the hub's queue and what garbage lies about; not what piles up for who does not read. */
const MOST_GROWTH_MIB = 100;

interface Run {
  readonly latencies: Latencies;
  /** The server's memory, once a second, in MiB. */
  readonly memory: readonly number[];
  readonly changes: number;
  readonly caughtUp: CaughtUp | undefined;
}

const { say, rule, write } = createVerdict();

async function run(withStalled: boolean): Promise<Run> {
  using file = createOrdersFile(1);
  const secret = randomBytes(32).toString("base64");
  const port = await freePort();
  const server = await startServer({ directory: file.directory, port, secret });
  const token = signToken(userId(0), secret);
  const request = `GET ${ordersStream.path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const readers = await openReaders(port, request, READERS);
  const stalled = withStalled ? await openStalledReader(server.url, token) : undefined;

  const committed: number[] = [];
  const memory: number[] = [];
  let revision = file.revisions()[0] ?? 0;
  const first = revision;
  const perTick = (CHANGES_PER_SECOND * TICK_MS) / 1_000;
  await readers.forget();
  const began = performance.now();
  for (let tick = 0; tick < (SECONDS * 1_000) / TICK_MS; tick += 1) {
    file.change(new Array<number>(perTick).fill(0));
    const now = Number(process.hrtime.bigint()) / 1e6;
    for (let count = 0; count < perTick; count += 1) {
      revision += 1;
      committed[revision] = now;
    }
    if (tick % (1_000 / TICK_MS) === 0) memory.push(server.rss());
    await wait(Math.max(0, began + (tick + 1) * TICK_MS - performance.now()));
  }
  await wait(1_000);
  memory.push(server.rss());
  const latencies = await readers.measure(committed, WINDOW_MS);
  const caughtUp = await stalled?.catchUp(revision);
  await readers.close();
  await server.terminate();
  return { latencies, memory, changes: revision - first, caughtUp };
}

const alone = await run(false);
const beside = await run(true);

for (const [what, { latencies, memory, changes }] of [
  ["without a stalled reader", alone],
  ["with a stalled reader", beside],
] as const) {
  const { p50, p99, max, p99s, events } = latencies;
  say(what);
  say(`  ${changes} changes to ${READERS} readers: ${events} events arrived`);
  say(`  latency: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, at most ${max.toFixed(0)} ms`);
  say(`  p99 of each ${WINDOW_MS / 1_000} s: ${p99s.map((ms) => ms.toFixed(0)).join(" ")} ms`);
  say(`  server's memory each second: ${memory.join(" ")} MiB`);
}
say("");

// What windows of the same run differ by is noise; less than 20 ms cannot be told on such a machine.
const noise = Math.max(20, Math.max(...alone.latencies.p99s) - Math.min(...alone.latencies.p99s));
const [before, after] = [median(alone.latencies.p99s), median(beside.latencies.p99s)];
rule(
  `the others' p99 stays within the noise of ${noise.toFixed(0)} ms: ${before.toFixed(0)} ms without, ${after.toFixed(0)} ms with`,
  after <= before + noise,
);
for (const { latencies, memory, changes } of [alone, beside]) {
  rule(`every reader got every event`, latencies.events === changes * READERS);
  const growth = Math.max(...memory) - (memory[2] ?? 0);
  rule(
    `the server's memory stays within ${MOST_GROWTH_MIB} MiB of where it began (${growth})`,
    growth <= MOST_GROWTH_MIB,
  );
}
const { revisions, resumes } = beside.caughtUp ?? { revisions: [], resumes: [] };
const isWhole =
  revisions.length === beside.changes && revisions.every((revision, index) => revision === (revisions[0] ?? 0) + index);
rule(`the stalled reader was cut at its bound and came back (${resumes.join(", then ")})`, resumes.length > 1);
rule("it has every event once and in order, or was told of a gap", isWhole || resumes.includes("gap"));

write(
  "stalled.md",
  `# One reader that takes nothing

\`pnpm --filter @tidings/simulation stalled\`: ${READERS.toLocaleString("en")} readers on plain sockets hear an order that changes ${CHANGES_PER_SECOND.toLocaleString("en")}
times a second for ${SECONDS} s, on the real server; the changes are committed by another process. Latency is from the commit to
the arrival of the oldest event of each chunk, so it holds the relay's look every 25 ms. Then the same with one more
reader that takes nothing until the end.`,
);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
