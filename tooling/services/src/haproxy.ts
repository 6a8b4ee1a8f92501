import { startProxy } from "./proxy.ts";

/** A private haproxy. */
export interface Haproxy extends AsyncDisposable {
  /** Its origin, `http://127.0.0.1:20123`. */
  readonly url: string;
}

/** What it stands in front of. */
export interface HaproxyOptions {
  /** Origin of the server behind it. */
  readonly upstream: string;
}

/**
 * Starts a haproxy that shares its connections to the server among all readers (`http-reuse always`), which is common
 * where connections are expensive. It needs no rights, leaves nothing behind, and ends with its block.
 *
 * @throws ServicesError `missing_tool` or `not_started`
 * @example await using haproxy = await startHaproxy({ upstream: server.url });
 */
export async function startHaproxy({ upstream }: HaproxyOptions): Promise<Haproxy> {
  const proxy = await startProxy({
    tool: "haproxy",
    configuration: (port) => configuration(port, new URL(upstream).host),
    args: (file) => ["-db", "-f", file],
  });
  return { url: `http://127.0.0.1:${proxy.port}`, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}

function configuration(port: number, server: string): string {
  return `
global
  maxconn 2000
  nbthread 1
defaults
  mode http
  http-reuse always
  retries 0
  timeout connect 5s
  timeout client 120s
  timeout server 120s
frontend front
  bind 127.0.0.1:${port}
  default_backend back
backend back
  server only ${server} pool-max-conn 100
`;
}
