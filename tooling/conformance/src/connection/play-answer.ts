import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { constants, createGzip } from "node:zlib";
import { toBytes } from "../parsing/parsing-case.ts";
import type { Answer } from "./connection-case.ts";

/**
 * A reset can overtake bytes that were written before it, in kernels and in clients. So it is delayed until those were
 * read.
 */
const READ_BEFORE_RESET_MS = 50;

/** What the script's player needs beside the answer. */
export interface Stage {
  /** The server's address, for `{base}`. */
  readonly base: string;
  /** Aborted when the case is over. */
  readonly signal: AbortSignal;
  /** Called when the script ends the connection itself. */
  onThrough(): void;
}

/** The way of body bytes to the client. */
interface Outlet {
  write(bytes: Uint8Array): Promise<void>;
  end(): void;
}

/** Sends one answer of the script. Resolves when it is complete, the client is gone, or the case is over. */
export async function playAnswer(answer: Answer, socket: Socket, response: ServerResponse, stage: Stage) {
  const gone = AbortSignal.any([stage.signal, closed(response)]);
  try {
    if (answer.delayMs > 0) await wait(answer.delayMs, undefined, { signal: gone });
    if (answer.status === undefined) {
      if (answer.ending === "hang") return;
      stage.onThrough();
      socket.destroy();
      return;
    }
    const outlet = answer.rawHttp10 ? openRaw(answer, socket, stage.base) : open(answer, response, stage.base);
    for (const item of answer.body) {
      if (typeof item === "object" && "waitMs" in item) await wait(item.waitMs, undefined, { signal: gone });
      else if (item !== "") await outlet.write(toBytes(item));
    }
    if (answer.ending === "destroy") {
      await wait(READ_BEFORE_RESET_MS, undefined, { signal: gone });
      stage.onThrough();
      socket.resetAndDestroy();
    } else if (answer.ending === "end") {
      stage.onThrough();
      outlet.end();
    }
  } catch (error) {
    if (!gone.aborted) throw error;
  }
}

function open(answer: Answer, response: ServerResponse, base: string): Outlet {
  response.writeHead(answer.status ?? 200, headersOf(answer, base));
  response.flushHeaders();
  const write = (bytes: Uint8Array) => new Promise<void>((resolve) => void response.write(bytes, () => resolve()));
  if (!answer.gzip) return { write, end: () => response.end() };
  const gzip = createGzip();
  gzip.pipe(response);
  return {
    write: (bytes) =>
      new Promise<void>((resolve) => {
        gzip.write(bytes);
        gzip.flush(constants.Z_SYNC_FLUSH, () => resolve());
      }),
    end: () => gzip.end(),
  };
}

/** Writes to the socket directly, because Node's own response would add chunks or a length. */
function openRaw(answer: Answer, socket: Socket, base: string): Outlet {
  const lines = Object.entries(headersOf(answer, base)).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}\r\n`),
  );
  socket.write(`HTTP/1.0 ${answer.status} OK\r\n${lines.join("")}\r\n`);
  return {
    write: (bytes) => new Promise<void>((resolve) => void socket.write(bytes, () => resolve())),
    end: () => socket.end(),
  };
}

function headersOf({ headers, gzip }: Answer, base: string): Record<string, string | string[]> {
  const fill = (value: string) => value.replaceAll("{base}", base);
  const filled = Object.entries(headers).map(([name, value]): [string, string | string[]] => [
    name,
    typeof value === "string" ? fill(value) : value.map(fill),
  ]);
  return { ...Object.fromEntries(filled), ...(gzip && { "content-encoding": "gzip" }) };
}

function closed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => controller.abort());
  return controller.signal;
}
