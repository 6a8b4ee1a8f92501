import { createDecoder, type DecodedEvent } from "@tidings/wire";
import { type Failure, judge, type Verdict } from "../verdict.ts";
import { chunkings } from "./chunkings.ts";
import { type ParsingCase, toBytes } from "./parsing-case.ts";

/** Runs a case against the wire's decoder at every chunking; the first chunking that fails speaks for all. */
export function runParsingCase(one: ParsingCase): Verdict {
  // Results that are tolerated where the standard says nothing are beside `expect`, not in it.
  const tolerated = Object.entries(one).filter(([key]) => key.endsWith("AnyOf"));
  const expectations = { ...one.expect, ...Object.fromEntries(tolerated) };
  for (const { how, chunks } of chunkings(one.chunks.map(toBytes))) {
    const failures = judge(expectations, decode(chunks));
    if (failures.length > 0) return { name: one.name, failures: failures.map((failure) => inChunking(failure, how)) };
  }
  return { name: one.name, failures: [] };
}

function decode(chunks: readonly Uint8Array[]) {
  const events: DecodedEvent[] = [];
  let retry: number | null = null;
  const decoder = createDecoder({
    onEvent: (event) => events.push(event),
    onRetry: (milliseconds) => {
      retry = milliseconds;
    },
  });
  for (const chunk of chunks) decoder.decode(chunk);
  return { events, retry, lastEventId: decoder.lastEventId };
}

function inChunking(failure: Failure, how: string): Failure {
  return { ...failure, what: `${failure.what} (${how})` };
}
