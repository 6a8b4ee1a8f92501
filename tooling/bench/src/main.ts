import { availableParallelism, cpus } from "node:os";
import { measureCodec } from "./codec.ts";
import { targetNames } from "./conductor.ts";
import { measureConnections, measureHeartbeats, measureResume } from "./connections.ts";
import { bursts, measureFanOut } from "./fan-out.ts";
import { measureLatency } from "./latency.ts";

// pnpm bench [--json] [--quick]: what the README quotes. Absolute figures belong to one machine and moment; the ratios
// come from one run. Everything stays on the loopback interface, bounded in count and time (about five minutes).
const json = process.argv.includes("--json");
const quick = process.argv.includes("--quick");
const say = (line: string) => void (json || process.stdout.write(`${line}\n`));
const fixed = (value: number, digits = 2) => value.toFixed(digits);
const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

const machine = `${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.versions.node}`;
say(`Machine: ${machine}\n`);

const readers = quick ? 1000 : 5000;
say(`One broadcast to ${readers} connections: microseconds of server CPU a delivery, and times the floor`);
const fanOut = await measureFanOut(readers, quick ? 1 : 3);
say(row(["server", ...bursts.map((events) => `${events} a turn`)]));
say(row(["---", ...bursts.map(() => "---:")]));
for (const name of targetNames) {
  const cells = bursts.map((events) => {
    const cost = fanOut[name][events];
    return `${fixed(cost)} (${fixed(cost / fanOut.net[events])}x)`;
  });
  say(row([name, ...cells]));
}
say(`better-sse costs ${fixed(fanOut["better-sse"][1] / fanOut.tidings[1])} times Tidings at 1 event a turn;`);
say(`an event in a burst of 16 costs ${fixed(fanOut.tidings[16] / fanOut.tidings[1])} of one by itself.\n`);

const idle = quick ? 2000 : 15_000;
say(`${idle} idle connections in one process`);
const connections = await measureConnections(idle);
say(row(["server", "KiB RSS a connection", "us CPU to connect"]));
say(row(["---", "---:", "---:"]));
for (const name of targetNames) {
  say(row([name, fixed(connections[name].kib, 1), fixed(connections[name].connectUs, 0)]));
}

const resumeUs = await measureResume(quick ? 500 : 2000, 10);
say(`\nA reader that resumes 10 events behind costs ${fixed(resumeUs, 0)} us of CPU.`);

const beats = quick ? 1000 : 10_000;
const heartbeatPercent = await measureHeartbeats(beats);
say(`Heartbeats to ${beats} connections every 30 s take ${fixed(heartbeatPercent)} % of a core, polling included.`);

const latency = await measureLatency(quick ? 50 : 300);
say(
  `PATCH to event: ${fixed(latency.eventMs)} ms median, ${fixed(latency.eventP99Ms)} ms at the 99th percentile; the PATCH's own answer takes ${fixed(latency.answerMs)} ms.`,
);

const codec = measureCodec();
say(`Encode: ${fixed(codec.encode, 0)} MB/s (eventsource-encoder: ${fixed(codec.encodePeer, 0)}).`);
say(`Decode from bytes: ${fixed(codec.decode, 0)} MB/s (eventsource-parser on text: ${fixed(codec.decodeFloor, 0)}).`);

if (json) {
  const result = { machine, fanOut, connections, resumeUs, heartbeatPercent, latency, codec };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}
