import { onTestFinished, vi } from "vitest";
import { tidings } from "./run-here.ts";
import { CI_BOARD, KEY } from "./tidings.ts";

/** A hub that `tidings serve` started in this process. */
export interface ServedHere {
  readonly url: string;
  /** What it wrote when it started. */
  readonly printed: string;
}

/** Runs `tidings serve` with the CI board, open to everybody. It is stopped by SIGTERM when its test ends. */
export async function serveHere(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServedHere> {
  const listening = new Map<string | symbol, () => void>();
  const spy = vi.spyOn(process, "on").mockImplementation((signal, listener) => {
    listening.set(signal, () => listener());
    return process;
  });
  const { err } = await tidings(
    ["serve", "--contract", CI_BOARD, "--port", "0", "--public", "builds", "--memory", ...words],
    { TIDINGS_PUBLISH_KEY: KEY, ...env },
  ).finally(() => spy.mockRestore());
  onTestFinished(async () => {
    const ended = Promise.withResolvers<void>();
    const exit = vi.spyOn(process, "exit").mockImplementation(() => ended.resolve() as never);
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    listening.get("SIGTERM")?.();
    await ended.promise;
    exit.mockRestore();
    write.mockRestore();
  });
  const url = /^tidings: listening on (\S+)$/m.exec(err)?.[1];
  if (url === undefined) throw new Error(`it did not start:\n${err}`);
  return { url, printed: err };
}
