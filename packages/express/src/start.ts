import { once } from "node:events";
import type { Server } from "node:http";
import { isIPv6 } from "node:net";
import type * as z from "zod";

/** The environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that are set. A variable that is set to an empty text counts as not set. */
export function givenVariables(env: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value.trim() === "" ? [] : [[name, value] as const],
    ),
  );
}

/** One line for each variable that is wrong. */
export function problemsOf({ issues }: z.ZodError): readonly string[] {
  return issues.map(({ path, message }) => `${path.join(".")} ${message}`);
}

/**
 * Listens, and resolves once it does.
 *
 * @param variables The variables that set the address, for the message.
 * @returns Undefined, or why it cannot listen: one line that says what to do.
 */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  variables: string,
): Promise<string | undefined> {
  try {
    server.listen(port, host);
    await once(server, "listening");
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const why = code === "EADDRINUSE" ? "another program listens there" : String(code);
    const address = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
    return `cannot listen on ${address} (${why}); stop it or set ${variables} to something else`;
  }
}

/** What is ended by a signal. */
interface Stoppable {
  close(): Promise<void>;
  readonly logger: { info(fields: object, text: string): void; fatal(fields: object, text: string): void };
}

/** The first SIGTERM or SIGINT stops the server gently, the second at once. */
export function stopOnSignals({ close, logger }: Stoppable): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) return process.exit(1);
      stopping = true;
      logger.info({ signal }, "stopping");
      close().then(failIfStillAlive, (error: unknown) => {
        logger.fatal({ err: error }, "could not stop cleanly");
        process.exit(1);
      });
    });
  }
}

/**
 * With everything closed the process should exit by itself. If something keeps it alive, that is a fault, so exit with
 * an error.
 */
function failIfStillAlive(): void {
  setTimeout(() => process.exit(1), 1000).unref();
}
