import { connect } from "node:net";
import type { Attempt } from "./attempts.ts";
import { type Answer, readAnswers } from "./read-answers.ts";

/** Milliseconds after which an attempt is closed that expects no further answer. */
const PATIENCE_MS = 150;
/** Milliseconds for an answer that is owed. */
const DEADLINE_MS = 10_000;
/** Milliseconds that a stream is listened to. */
const LISTEN_MS = 40;

/** What came of an attempt. */
export interface Exchange {
  readonly answers: readonly Answer[];
  /** Why no answer came, or why it is not HTTP. */
  readonly trouble: string | undefined;
}

/** Writes an attempt on a connection of its own and reads what is answered. */
export function exchange(port: number, { bytes, messages, owed }: Attempt): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>();
  const methods = messages.map(({ method }) => method);
  const chunks: Buffer[] = [];
  let answers: readonly Answer[] = [];
  let trouble: string | undefined;

  const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
  let timer = setTimeout(finish, owed > 0 ? DEADLINE_MS : PATIENCE_MS);

  function finish(): void {
    clearTimeout(timer);
    socket.destroy();
    resolve({ answers, trouble });
  }

  function read(ended: boolean): void {
    try {
      answers = readAnswers(Buffer.concat(chunks), methods, ended);
    } catch (error) {
      trouble = String(error);
      finish();
    }
  }

  function finishIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(finish, ms);
  }

  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    read(false);
    const last = answers.at(-1);
    if (last?.headers.get("content-type") === "text/event-stream") finishIn(LISTEN_MS);
    else if (last?.complete && messages.length > 0 && answers.length >= messages.length) finish();
    else if (answers.length >= owed) finishIn(PATIENCE_MS);
  });
  socket.on("error", (error) => {
    trouble ??= String(error);
  });
  socket.on("close", () => {
    read(true);
    finish();
  });
  return promise;
}
