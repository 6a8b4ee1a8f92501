import { startHaproxy, startNginx } from "@tidings/services";
import { loadThrough, startShortStreams } from "./testing/pooled-load.ts";

// Proxies that keep a pool of connections to the server: what do they send into, when a stream has ended?

const POSTS = Number(process.env.POSTS ?? 5_000);

const proxies = {
  "no proxy": async (upstream: string) => ({ url: upstream, async [Symbol.asyncDispose]() {} }),
  "haproxy, http-reuse always": (upstream: string) => startHaproxy({ upstream }),
  "nginx, keepalive 32": (upstream: string) => startNginx({ upstream, pool: 32 }),
  "nginx, its defaults": (upstream: string) => startNginx({ upstream }),
};

let failed = 0;
for (const [name, start] of Object.entries(proxies)) {
  await using server = await startShortStreams();
  await using proxy = await start(server.url);
  const { streams, posts, statuses } = await loadThrough(proxy.url, POSTS);
  const wrong = posts - (statuses[200] ?? 0);
  failed += wrong;
  const counts = Object.entries(statuses).map(([status, count]) => `${count} x ${status}`);
  process.stdout.write(`${name.padEnd(28)} ${streams} streams beside ${posts} POSTs: ${counts.join(", ")}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
