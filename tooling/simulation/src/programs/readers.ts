import { connect, type Socket } from "node:net";
import type { ReadersCommand, ReadersReport } from "./readers-process.ts";

// A process full of readers that do nothing but read: plain sockets, so that what is measured is the server. Loopback
// only; ends with whoever started it.

const AT_A_TIME = 100;
const END_OF_EVENT = "\n\n";
const REVISION = /"revision":(\d+)[,}]/;

const sockets: Socket[] = [];
/** Of each chunk the oldest event: its revision, and when it came, in milliseconds of the machine's own clock. */
let revisions: number[] = [];
let arrivals: number[] = [];
let events = 0;

function report(message: ReadersReport): void {
  process.send?.(message);
}

function onData(chunk: Buffer): void {
  const now = Number(process.hrtime.bigint()) / 1e6;
  const revision = REVISION.exec(chunk.toString("latin1", 0, 600))?.[1];
  if (revision !== undefined) {
    revisions.push(Number(revision));
    arrivals.push(now);
  }
  for (let at = chunk.indexOf(END_OF_EVENT); at >= 0; at = chunk.indexOf(END_OF_EVENT, at + 2)) events += 1;
}

function open({ port, request, count }: Extract<ReadersCommand, { type: "open" }>): void {
  let started = 0;
  let greeted = 0;
  const next = () => {
    if (started === count) return;
    started += 1;
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    sockets.push(socket);
    socket.once("data", () => {
      greeted += 1;
      if (greeted === count) report({ type: "open" });
      next();
    });
    socket.on("data", onData);
    socket.on("error", () => {});
  };
  for (let index = 0; index < AT_A_TIME; index += 1) next();
}

/** Latencies of all chunks, against when each revision was committed, as a whole and by windows of time. */
function measure({ committed, windowMs }: Extract<ReadersCommand, { type: "measure" }>): void {
  const begin = arrivals[0] ?? 0;
  const all: number[] = [];
  const windows: number[][] = [];
  for (const [index, revision] of revisions.entries()) {
    const [at, arrived] = [committed[revision], arrivals[index]];
    if (at === undefined || arrived === undefined) continue;
    all.push(arrived - at);
    const window = Math.floor((arrived - begin) / windowMs);
    windows[window] ??= [];
    windows[window].push(arrived - at);
  }
  const p99s = windows.map((latencies) => quantile(latencies, 0.99));
  report({ type: "measured", p50: quantile(all, 0.5), p99: quantile(all, 0.99), max: quantile(all, 1), p99s, events });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

process.on("message", (command: ReadersCommand) => {
  if (command.type === "open") open(command);
  else if (command.type === "measure") measure(command);
  else {
    revisions = [];
    arrivals = [];
    events = 0;
    report({ type: "open" });
  }
});
process.on("disconnect", () => process.exit(0));
