import { connect } from "node:tls";
import { connectionFields } from "@tidings/contracts";
import * as z from "zod/mini";
import { checkHeaders, checkStatus, unreached } from "./check-answer.ts";
import { type Finding, STOP_BUFFERING, WAIT_LONGER } from "./finding.ts";
import { openProbe, type Probe, type ProbeOptions } from "./open-probe.ts";

const greeting = z.object(connectionFields);
type Greeting = z.infer<typeof greeting>;

/** Milliseconds that a heartbeat may be late. */
const GRACE_MS = 2000;
/** Silence after which usual proxies cut a connection. */
const USUAL_TIMEOUT_MS = 60_000;

/** What is examined, and for how long. */
export interface ExamineOptions extends ProbeOptions {
  /** Milliseconds to wait for a heartbeat at most. */
  readonly heartbeatWaitMs: number;
}

/**
 * Opens a stream as a browser does, and yields one finding for each check. A finding that means it is not a stream is
 * the last.
 *
 * @example for await (const { level, text } of examine(options)) console.log(level, text);
 */
export async function* examine(options: ExamineOptions): AsyncGenerator<Finding> {
  const probe = await openProbe(options);
  if (probe === "late") {
    const text = `no headers within ${options.waitMs} ms: something holds the answer back`;
    return yield { level: "error", text, fix: STOP_BUFFERING };
  }
  if ("code" in probe) return yield unreached(probe.code);
  try {
    const wrong = checkStatus(probe.response);
    if (wrong !== undefined) return yield wrong;
    yield* checkHeaders(probe.response, options.origin);
    yield await httpVersion(options.url);
    const first = await probe.event(options.waitMs);
    if (first === "late" || first === "ended") {
      const text = first === "late" ? `no event within ${options.waitMs} ms` : "it ended without an event";
      return yield { level: "error", text: `${text}: something holds events back`, fix: STOP_BUFFERING };
    }
    yield { level: "ok", text: `the first event came; headers took ${Math.round(probe.headersMs)} ms` };
    const greeted = readGreeting(first.data);
    if (greeted === undefined) {
      return yield {
        level: "note",
        text: "the first event is no greeting of Tidings: heartbeats and resuming are not checked",
      };
    }
    yield await checkHeartbeat(probe, greeted, options);
    yield await checkResume(greeted, options);
  } finally {
    probe.close();
  }
}

function readGreeting(data: string): Greeting | undefined {
  try {
    return z.safeParse(greeting, JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

async function checkHeartbeat(probe: Probe, { heartbeatMs }: Greeting, options: ExamineOptions): Promise<Finding> {
  const seconds = `${heartbeatMs / 1000} s`;
  const waitMs = Math.min(heartbeatMs + GRACE_MS, options.heartbeatWaitMs);
  const got = await probe.bytes(waitMs);
  if (got === "ended") return { level: "error", text: "it was cut before the first heartbeat", fix: WAIT_LONGER };
  if (got === "late" && waitMs < heartbeatMs) {
    return { level: "note", text: `heartbeats come every ${seconds}: not waited for; give a longer --wait` };
  }
  if (got === "late")
    return { level: "error", text: `no heartbeat came, although one is due every ${seconds}`, fix: STOP_BUFFERING };
  if (heartbeatMs < USUAL_TIMEOUT_MS) return { level: "ok", text: `heartbeats arrive, every ${seconds}` };
  return {
    level: "warning",
    text: `heartbeats every ${seconds} are rarer than usual time-outs of 60 s`,
    fix: WAIT_LONGER,
  };
}

async function checkResume({ position }: Greeting, options: ExamineOptions): Promise<Finding> {
  const probe = await openProbe(options, position);
  if (probe === "late" || "code" in probe) {
    return { level: "error", text: "a second connection was not answered", fix: "look at the caps on connections" };
  }
  try {
    const event = await probe.event(options.waitMs);
    const resume = typeof event === "string" ? undefined : readGreeting(event.data)?.resume;
    if (resume === "complete") return { level: "ok", text: "it resumes without loss" };
    if (resume === "gap") {
      const fix = "keep more events, and let all nodes share one log";
      return { level: "warning", text: "resuming at once declared a gap", fix };
    }
    if (resume === "none")
      return { level: "error", text: "Last-Event-ID did not arrive", fix: "let the proxy pass it on" };
    return { level: "error", text: `no greeting on resuming (status ${probe.response.status})`, fix: STOP_BUFFERING };
  } finally {
    probe.close();
  }
}

async function httpVersion({ protocol, hostname, port }: URL): Promise<Finding> {
  const six = "browsers open six connections to it at most, of all tabs together";
  const fix = "let a proxy in front speak HTTP/2, or share one connection by @tidings/client/tabs";
  if (protocol === "http:") return { level: "note", text: `HTTP/1.1: ${six}`, fix };
  const isHttp2 = await new Promise<boolean>((resolve) => {
    const socket = connect({
      host: hostname,
      port: Number(port) || 443,
      servername: hostname,
      ALPNProtocols: ["h2", "http/1.1"],
    });
    socket.once("secureConnect", () => {
      resolve(socket.alpnProtocol === "h2");
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
  });
  return isHttp2 ? { level: "ok", text: "HTTP/2" } : { level: "warning", text: `HTTP/1.1: ${six}`, fix };
}
