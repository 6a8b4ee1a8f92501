import { startProxy } from "./proxy.ts";

/** A private nginx. */
export interface Nginx extends AsyncDisposable {
  /** Its origin, `http://127.0.0.1:20123`. */
  readonly url: string;
}

/** What it stands in front of. */
export interface NginxOptions {
  /** Origin of the server behind it. */
  readonly upstream: string;
  /** Connections to the server that it keeps in a pool, HTTP/1.1 throughout. Default 0: HTTP/1.0, one for each request. */
  readonly pool?: number;
}

/**
 * Starts an nginx with its defaults and nothing but a `proxy_pass`: HTTP/1.0 to the server, buffering on. It needs no
 * rights, leaves nothing behind, and ends with its block.
 *
 * @throws ServicesError `missing_tool` or `not_started`
 * @example await using nginx = await startNginx({ upstream: server.url });
 */
export async function startNginx({ upstream, pool = 0 }: NginxOptions): Promise<Nginx> {
  const proxy = await startProxy({
    tool: "nginx",
    configuration: (port, folder) => configuration(folder, port, upstream, pool),
    args: (file, folder) => ["-p", folder, "-c", file, "-e", "stderr"],
  });
  return { url: `http://127.0.0.1:${proxy.port}`, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}

/** One process, so that killing it leaves no workers; temporary files where this user may write. */
function configuration(directory: string, port: number, upstream: string, pool: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const pooled = `
  upstream pool {
    server ${new URL(upstream).host};
    keepalive ${pool};
  }`;
  const passed = `
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_pass http://pool;`;
  return `
daemon off;
master_process off;
pid "${directory}/nginx.pid";
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path "${directory}/${name}";`).join("\n  ")}
  ${pool === 0 ? "" : pooled}
  server {
    listen 127.0.0.1:${port};
    location / {
      ${pool === 0 ? `proxy_pass ${upstream};` : passed}
    }
  }
}
`;
}
