/** What a line of an event stream is to whoever reads it. */
export type WireField = "comment" | "event" | "data" | "id" | "retry" | "unknown";

/** A line, taken apart as W3C says: `name`, a colon, one space that does not count, `value`. */
export interface WireLine {
  readonly field: WireField;
  /** As it came, colon and space included: `data: `. */
  readonly label: string;
  readonly value: string;
}

const FIELDS: ReadonlySet<string> = new Set<WireField>(["event", "data", "id", "retry"]);

/** The lines of a block, without the blank one that ends it. */
export function wireLines(text: string): readonly WireLine[] {
  return text
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== "")
    .map(readLine);
}

function readLine(line: string): WireLine {
  const colon = line.indexOf(":");
  const name = colon < 0 ? line : line.slice(0, colon);
  const valueAt = colon < 0 ? line.length : line[colon + 1] === " " ? colon + 2 : colon + 1;
  return { field: fieldOf(name), label: line.slice(0, valueAt), value: line.slice(valueAt) };
}

function fieldOf(name: string): WireField {
  if (name === "") return "comment";
  return isField(name) ? name : "unknown";
}

function isField(name: string): name is WireField {
  return FIELDS.has(name);
}

/** The same lines with their data as indented JSON, where it is JSON. */
export function prettyLines(lines: readonly WireLine[]): readonly WireLine[] {
  const data = lines.filter(({ field }) => field === "data");
  const [first] = data;
  if (!first) return lines;
  const pretty = indented(data.map(({ value }) => value).join("\n"));
  if (pretty === undefined) return lines;
  return lines.flatMap((line) => {
    if (line === first) return { ...line, value: pretty };
    return line.field === "data" ? [] : line;
  });
}

function indented(json: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return undefined;
  }
}
