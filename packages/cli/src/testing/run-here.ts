import { vi } from "vitest";
import { run } from "../run.ts";
import type { Ended } from "./tidings.ts";

/** Thrown where the program would end. */
class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`the program ended with code ${code}`);
    this.code = code;
  }
}

/** Runs `tidings` with these words and variables in this process, and puts back what it changes there. */
export async function tidings(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const printed = { out: "", err: "" };
  const before = process.env;
  process.env = { ...env };
  const to = (name: "out" | "err") => (text: unknown) => {
    printed[name] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(to("out")),
    vi.spyOn(process.stderr, "write").mockImplementation(to("err")),
    vi.spyOn(process, "exit").mockImplementation((code) => {
      throw new Exit(Number(code ?? 0));
    }),
  ];
  try {
    await run(words);
    return { code: Number(process.exitCode ?? 0), ...printed };
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    return { code: error.code, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
    process.env = before;
  }
}
