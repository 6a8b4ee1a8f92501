import { createInterface } from "node:readline/promises";
import { type Readable, Writable } from "node:stream";

/** Where a password is read from and where the prompt is shown. */
export interface PasswordSource {
  /** A terminal, or what is piped in. */
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
}

/**
 * Asks for a new password: twice and without showing it on a terminal, else the first line of the piped input.
 *
 * @returns the password, or undefined if the two differ
 * @throws Error `AbortError` if the person presses Ctrl+C
 */
export async function askPassword({ input, output }: PasswordSource): Promise<string | undefined> {
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
  using lines = createInterface({ input, output: hidden, terminal: input.isTTY === true });
  if (input.isTTY !== true) {
    for await (const line of lines) return line;
    return "";
  }
  const leave = new AbortController();
  lines.once("SIGINT", () => leave.abort());
  const ask = async (question: string) => {
    output.write(question);
    const answer = await lines.question("", { signal: leave.signal });
    output.write("\n");
    return answer;
  };
  const password = await ask("Password: ");
  return (await ask("Again: ")) === password ? password : undefined;
}
