import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { login } from "@tidings/contracts/auth";
import { DEMO_PASSWORD } from "../auth/demo-users.ts";
import { type Backend, compose } from "../compose.ts";
import { type Config, readConfig } from "../config.ts";
import type { CreateDomain } from "../domains/domain.ts";
import { createLogger } from "../logger.ts";
import { type EventReader, type OpenOptions, openStream } from "./event-reader.ts";
import { noLimits } from "./no-limits.ts";
import { storeEnvironment } from "./test-store.ts";

/** Hashing is not what these tests wait for. */
const cheapPasswords = { logN: 4, r: 8, p: 1 } as const;

/** A real server on 127.0.0.1 with a database of its own, and what tests ask of it. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly config: Config;
  readonly backend: Backend;
  /** Everything it has logged, down to `trace`. */
  readonly logged: string[];
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** A request with a bearer token and, if there is one, a JSON body. */
  call(token: string, method: string, path: string, body?: unknown): Promise<Response>;
  /** Signs a demo user in and answers the token. */
  signIn(email: string): Promise<string>;
  open(path: string, options?: OpenOptions): Promise<EventReader>;
}

/** How to start one. */
export interface StartOptions {
  /** Beside {@link noLimits}. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a temporary one, removed at the end. */
  readonly dataDir?: string;
  /** Default: all that the server has. */
  readonly domains?: readonly CreateDomain[];
}

/** A directory that goes away with the test. */
export function temporaryDirectory(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "tidings-server-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * Starts a server; it stops at the end of the block.
 *
 * @example await using server = await startServer({ env: { HEARTBEAT_MS: "20" } });
 */
export async function startServer({ env = {}, dataDir, domains }: StartOptions = {}): Promise<TestServer> {
  const directory = dataDir === undefined ? temporaryDirectory() : { path: dataDir, [Symbol.dispose]: () => {} };
  const logged: string[] = [];
  const config = readConfig({
    ...(await storeEnvironment(directory.path)),
    DEMO_DIR: join(directory.path, "no-demo"),
    PORT: "0",
    ...noLimits,
    ...env,
  });
  const logger = createLogger("trace", { write: (line) => logged.push(line) });
  const backend = await compose(config, { logger, passwordCost: cheapPasswords, domains });
  await new Promise<void>((resolve) => backend.server.listen(config.port, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(backend.server.address() as AddressInfo).port}`;
  const readers = new Set<EventReader>();

  const server: TestServer = {
    url,
    config,
    backend,
    logged,
    fetch: (path, init) => fetch(`${url}${path}`, init),
    call: (token, method, path, body) =>
      fetch(`${url}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body !== undefined && { "Content-Type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async signIn(email) {
      const response = await fetch(`${url}${login.path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ email, password: DEMO_PASSWORD }),
      });
      const { data } = (await response.json()) as { data: { token: string } };
      return data.token;
    },
    async open(path, options) {
      const reader = await openStream(`${url}${path}`, options);
      readers.add(reader);
      return reader;
    },
    async [Symbol.asyncDispose]() {
      for (const reader of readers) reader.close();
      await backend.close();
      directory[Symbol.dispose]();
    },
  };
  return server;
}
