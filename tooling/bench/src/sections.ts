import { findTool, postgresPath, whatIsMissing } from "@tidings/services";
import { measureCodec } from "./codec.ts";
import { targetNames } from "./conductor.ts";
import { connectSteps, measureConnect, measureConnections, measureHeartbeats, measureResume } from "./connections.ts";
import { bursts, measureFanOut } from "./fan-out.ts";
import { measureLatency } from "./latency.ts";
import { measureNodeLatency } from "./node-latency.ts";
import { measureNodes } from "./nodes.ts";
import { measurePostgres } from "./postgres.ts";
import { measurePublish, storedCounts } from "./publish.ts";

/** Prints a line. */
export type Say = (line: string) => void;

const fixed = (value: number, digits = 2) => value.toFixed(digits);
const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** The parts of the benchmark by name: each measures, prints what it found, and returns it for `--json`. */
export const sections: Readonly<Record<string, (say: Say, quick: boolean) => unknown>> = {
  async fanOut(say, quick) {
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
    for (const peer of ["better-sse", "hono", "trpc"] as const) {
      say(`${peer} costs ${fixed(fanOut[peer][1] / fanOut.tidings[1])} times Tidings at 1 event a turn;`);
    }
    say(`an event in a burst of 16 costs ${fixed(fanOut.tidings[16] / fanOut.tidings[1])} of one by itself.\n`);
    return fanOut;
  },

  async connections(say, quick) {
    const idle = quick ? 2000 : 15_000;
    say(`${idle} idle connections in one process`);
    const connections = await measureConnections(idle);
    say(row(["server", "KiB RSS a connection", "us CPU to connect"]));
    say(row(["---", "---:", "---:"]));
    for (const name of targetNames) {
      say(row([name, fixed(connections[name].kib, 1), fixed(connections[name].connectUs, 0)]));
    }
    return connections;
  },

  async connect(say, quick) {
    const readers = quick ? 2000 : 8000;
    say(`\nOpening ${readers} streams: microseconds of server CPU each, and times plain http`);
    const costs = await measureConnect(readers, quick ? 1 : 3);
    say(row(["server", "us", "times"]));
    say(row(["---", "---:", "---:"]));
    for (const [index, { step }] of connectSteps.entries()) {
      const cost = costs[index] ?? Number.NaN;
      say(row([step, fixed(cost, 0), `${fixed(cost / (costs[0] ?? Number.NaN), 1)}x`]));
    }
    return Object.fromEntries(connectSteps.map(({ step }, index) => [step, costs[index]]));
  },

  async resumeUs(say, quick) {
    const resumeUs = await measureResume(quick ? 500 : 2000, 10);
    say(`\nA reader that resumes 10 events behind costs ${fixed(resumeUs, 0)} us of CPU.`);
    return resumeUs;
  },

  async heartbeatPercent(say, quick) {
    const beats = quick ? 1000 : 10_000;
    const heartbeatPercent = await measureHeartbeats(beats);
    say(`Heartbeats to ${beats} connections every 30 s take ${fixed(heartbeatPercent)} % of a core, polling included.`);
    return heartbeatPercent;
  },

  async latency(say, quick) {
    const latency = await measureLatency(quick ? 50 : 300);
    say(
      `PATCH to event: ${fixed(latency.eventMs)} ms median, ${fixed(latency.eventP99Ms)} ms at the 99th percentile; the PATCH's own answer takes ${fixed(latency.answerMs)} ms.`,
    );
    return latency;
  },

  codec(say) {
    const codec = measureCodec();
    say(`Encode: ${fixed(codec.encode, 0)} MB/s (eventsource-encoder: ${fixed(codec.encodePeer, 0)}).`);
    say(
      `Decode from bytes: ${fixed(codec.decode, 0)} MB/s (eventsource-parser on text: ${fixed(codec.decodeFloor, 0)}).`,
    );
    return codec;
  },

  async publish(say, quick) {
    const counts = storedCounts(quick);
    const columns = counts.map((count) => `${count.toLocaleString("en")} stored`);
    say("\nOne publish into a full log, which trims one event: microseconds of CPU");
    const result = await measurePublish(quick);
    say(row(["log", "topics", "full by", ...columns]));
    say(row(["---", "---:", "---", ...counts.map(() => "---:")]));
    for (const { log, topics, retention, cpuUs } of result.rows) {
      const costs = counts.map((count) => fixed(cpuUs[count] ?? Number.NaN, 1));
      say(row([log, topics.toLocaleString("en"), retention, ...costs]));
    }
    for (const [log, { cpuUs, ms }] of Object.entries(result.burst)) {
      say(`100,000 publishes in one turn, ${log}: ${fixed(cpuUs, 1)} us of CPU each, ${fixed(ms, 0)} ms in all.`);
    }
    return result;
  },

  async postgres(say, quick) {
    if (postgresPath() === undefined) return void say(whatIsMissing("postgres"));
    const result = await measurePostgres(quick);
    const row = (what: string, rate: number) =>
      say(`${what}: ${fixed(rate, 0)} a second (${fixed(rate / result.insertsPerSecond)} of the floor)`);
    say("\nPostgreSQL on this machine's disk, one process");
    row("One INSERT a commit by pg alone, the floor", result.insertsPerSecond);
    row("One publish after the other", result.publishesPerSecond);
    row("Many publishes at once", result.publishesTogetherPerSecond);
    row("Changes that the relay publishes", result.changesPerSecond);
    return result;
  },

  async nodes(say, quick) {
    const missing = (["postgres", "redis"] as const).filter((tool) => findTool(tool) === undefined);
    if (missing.length > 0) return void say(missing.map((tool) => whatIsMissing(tool)).join("\n"));
    const topics = quick ? 1000 : 5000;
    say(`\n${topics.toLocaleString("en")} topics with one reader each on three nodes: what each node receives`);
    say("of one ephemeral and one stored event a topic, published on another node");
    say(row(["bus", "readers here", "messages", "KB of messages", "stored events read", "events to readers"]));
    say(row(["---", "---:", "---:", "---:", "---:", "---:"]));
    const result: Record<string, unknown> = {};
    for (const bus of ["postgres", "redis"] as const) {
      const nodes = await measureNodes(bus, topics);
      result[bus] = nodes;
      for (const { readers, messages, messageBytes, rows, delivered } of nodes) {
        const numbers = [readers, messages, Math.round(messageBytes / 1000), rows, delivered];
        say(row([bus, ...numbers.map((number) => number.toLocaleString("en"))]));
      }
    }
    say("\nMilliseconds from publishing until a subscriber has the event, median and 99th percentile");
    say(row(["bus", "event", "same node", "other node"]));
    say(row(["---", "---", "---:", "---:"]));
    for (const bus of ["postgres", "redis"] as const) {
      const latency = await measureNodeLatency(bus, quick ? 200 : 1000);
      result[`${bus}Ms`] = latency;
      for (const [event, { sameNode, otherNode }] of Object.entries(latency)) {
        const cells = [sameNode, otherNode].map(({ median, p99 }) => `${fixed(median)} / ${fixed(p99)}`);
        say(row([bus, event, ...cells]));
      }
    }
    return result;
  },
};
