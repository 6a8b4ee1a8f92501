import type { Server } from "@tidings/services";

/** What a server has logged of its streams, since its first start. */
export interface StreamLog {
  readonly opened: number;
  readonly closed: number;
  /** Open now, where the server was not killed in between. */
  readonly open: number;
}

/** Counts the streams that a server says it has opened and closed. */
export function streamLog({ output }: Pick<Server, "output">): StreamLog {
  const opened = count(output, "stream opened");
  const closed = count(output, "stream closed");
  return { opened, closed, open: opened - closed };
}

function count(output: string, message: string): number {
  return output.split(`"msg":"${message}"`).length - 1;
}
