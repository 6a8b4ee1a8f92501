import type { AnyStream, EventDefinition } from "@tidings/contracts";

/** A stream's events as a table in Markdown. */
export function eventTable(stream: AnyStream): string {
  const rows = Object.entries(stream.events).map(
    ([name, { description = "", delivery }]) => `| \`${name}\` | ${description} | ${travels(delivery)} |`,
  );
  if (stream.custom !== undefined)
    rows.push("| any other | A custom event, with any payload | as its publisher says |");
  return ["| event | sent when | delivery |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Says in a few words how an event is delivered (D1.1, D1.2, D9.3). */
export function travels({ durable, ttl, coalesceBy }: EventDefinition["delivery"]): string {
  return [
    durable ? "stored, resumable" : "of the moment",
    ...(Number.isFinite(ttl) ? [`worthless after ${ttl / 1000} s`] : []),
    ...(coalesceBy === undefined ? [] : ["a newer one replaces an unsent one"]),
  ].join("; ");
}
