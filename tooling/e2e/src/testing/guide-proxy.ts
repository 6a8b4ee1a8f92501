import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireTool, startProxy } from "@tidings/services";

/** A proxy that runs with the configuration of `deploy/proxies`. */
export interface GuideProxy extends AsyncDisposable {
  /** Its origin, `https://localhost:20123`. */
  readonly url: string;
  /** The certificate that it shows, in PEM, and the file of it. */
  readonly certificate: string;
  readonly certificateFile: string;
}

/** The proxies whose configuration is run. */
export type GuideProxyName = "nginx" | "haproxy" | "caddy";

/** A piece of the configuration, and what stands in its place in a test. */
export type Edit = readonly [from: string | RegExp, to: string];

const FOLDER = fileURLToPath(new URL("../../../../deploy/proxies/", import.meta.url));

/** How each is started in the foreground, as one process without rights, and what in its file belongs to a machine. */
const PROXIES = {
  nginx: {
    file: "nginx.conf",
    args: (file: string, folder: string) => [
      "-p",
      folder,
      "-c",
      file,
      "-e",
      "stderr",
      "-g",
      "daemon off; master_process off;",
    ],
    edits: (port: number, folder: string): Edit[] => [
      ["worker_processes auto;", `worker_processes 1;\npid ${folder}/nginx.pid;`],
      // It may raise its limit of files only where it starts as root.
      ["worker_rlimit_nofile 65536;", ""],
      [
        "include mime.types;",
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
          .map((name) => `${name}_temp_path ${folder}/${name};`)
          .join("\n  "),
      ],
      ["listen 443 ssl http2;", `listen 127.0.0.1:${port} ssl http2;`],
      [/\/etc\/nginx\/events\.example\.com\.pem/, `${folder}/cert.pem`],
      [/\/etc\/nginx\/events\.example\.com\.key/, `${folder}/key.pem`],
    ],
  },
  haproxy: {
    file: "haproxy.cfg",
    args: (file: string) => ["-db", "-f", file],
    edits: (port: number, folder: string): Edit[] => [
      ["maxconn 32768", "maxconn 200"],
      ["bind :443", `bind 127.0.0.1:${port}`],
      [/\/etc\/haproxy\/events\.example\.com\.pem/, `${folder}/both.pem`],
    ],
  },
  caddy: {
    file: "Caddyfile",
    args: (file: string) => ["run", "--adapter", "caddyfile", "--config", file],
    edits: (port: number, folder: string): Edit[] => [
      ["grace_period 10m", "grace_period 10m\n\tadmin off\n\tauto_https disable_redirects"],
      [
        "events.example.com {",
        `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${folder}/cert.pem ${folder}/key.pem`,
      ],
    ],
  },
} as const;

/**
 * Starts a proxy of the guide in front of a server, as its file stands, but for ports and certificates.
 *
 * @param edits What a test changes besides.
 * @throws Error where the file does not have what is to be changed
 */
export async function startGuideProxy(
  name: GuideProxyName,
  upstreamPort: number,
  edits: readonly Edit[] = [],
): Promise<GuideProxy> {
  const { file, args, edits: own } = PROXIES[name];
  let certificateFile = "";
  const proxy = await startProxy({
    tool: name,
    args,
    configuration(port, folder) {
      certificateFile = makeCertificate(folder);
      const all: readonly Edit[] = [
        [/(127\.0\.0\.1|tidings):8000/, `127.0.0.1:${upstreamPort}`],
        ...own(port, folder),
        ...edits,
      ];
      return all.reduce(edited, readFileSync(join(FOLDER, file), "utf8"));
    },
  });
  return {
    url: `https://localhost:${proxy.port}`,
    certificate: readFileSync(certificateFile, "utf8"),
    certificateFile,
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

function edited(text: string, [from, to]: Edit): string {
  const after = text.replace(from, () => to);
  if (after === text) throw new Error(`the configuration has no ${from}`);
  return after;
}

/** A certificate of localhost, of nobody's making but this test's. */
function makeCertificate(folder: string): string {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  execFileSync(requireTool("openssl"), ["req", "-x509", ...kind, ...names, "-keyout", key, "-out", cert], {
    stdio: "ignore",
  });
  writeFileSync(join(folder, "both.pem"), readFileSync(cert, "utf8") + readFileSync(key, "utf8"));
  return cert;
}
