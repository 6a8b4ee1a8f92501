/**
 * A place in an event log. Sequences grow by at least one an event; an epoch names one life of the log, so that a
 * position from a log that was lost or replaced is recognised as such (D2.1, D2.3).
 */
export interface Position {
  readonly epoch: string;
  readonly sequence: number;
}

// Short ASCII: some clients corrupt or refuse longer or other ids.
const PATTERN = /^([a-z0-9]{1,16}):(0|[1-9][0-9]{0,15})$/;

/** A position as the wire's `id` and the API's `position` carry it: `epoch:sequence`. */
export function formatPosition(position: Position): string {
  return `${position.epoch}:${position.sequence}`;
}

/** The inverse of {@link formatPosition}; undefined for anything that no log ever gave out. */
export function parsePosition(text: string): Position | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const sequence = Number(match[2]);
  return Number.isSafeInteger(sequence) ? { epoch: match[1] ?? "", sequence } : undefined;
}

/** A new epoch: eight random characters, so that two lives of a log do not share one. */
export function createEpoch(): string {
  return crypto.randomUUID().replaceAll("-", "").slice(0, 8);
}
