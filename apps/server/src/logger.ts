import { type DestinationStream, type Logger, pino } from "pino";

/** The fields of an error that are logged. Others are left out, because a body parser's error carries the body. */
function serializeError(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = "code" in error ? error.code : undefined;
  return { type: error.name, message: error.message, code, stack: error.stack };
}

/** The server's log: JSON lines to standard output, or to `destination` in tests. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, serializers: { err: serializeError }, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return destination === undefined ? pino(options) : pino(options, destination);
}
