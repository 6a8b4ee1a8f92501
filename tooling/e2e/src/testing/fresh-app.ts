import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { freePort, type ServiceProcess, startProcess } from "@tidings/services";
import { readmeBlock } from "./readme.ts";
import { run } from "./run.ts";
import { type Tarballs, withThoseNeeded } from "./tarballs.ts";

/** A project outside of this repository, made and filled as a stranger does it. */
export interface FreshApp {
  readonly path: string;
  /** Writes a file, and the folders above it. */
  write(file: string, text: string): void;
  /** Runs a command line in it, words parted by spaces. */
  run(line: string): Promise<string>;
  /** Runs lines of `npm install`; packages of this repository come from their tarballs, with those that they need. */
  install(lines: string): Promise<void>;
  /** Starts a command line that listens on a port. */
  start(line: string, port: number): Promise<ServiceProcess>;
}

/** Takes a folder that there is, with what a creator put into it, for a {@link FreshApp}. */
export function freshApp(path: string, tarballs: Tarballs): FreshApp {
  const words = (line: string) => {
    const [command = "", ...args] = line.trim().split(/\s+/);
    return { command, args };
  };
  return {
    path,
    write(file, text) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    run(line) {
      const { command, args } = words(line);
      return run(command, args, path);
    },
    async install(lines) {
      for (const line of lines.trim().split("\n")) {
        const { command, args } = words(line);
        const ours = withThoseNeeded(args.filter((name) => tarballs.has(name)));
        const all = [...new Set([...args, ...ours])].map((name) => tarballs.get(name) ?? name);
        await run(command, all, path);
      }
    },
    start(line, port) {
      const { command, args } = words(line);
      return startProcess({ label: line, command, args, port, cwd: path });
    },
  };
}

/** The README's server, installed, compiled and started as it stands there, but for its port. */
export async function startReadmeServer(parent: string, tarballs: Tarballs) {
  const app = freshApp(join(parent, "server"), tarballs);
  const port = await freePort();
  app.write("package.json", '{ "private": true }');
  await app.install(readmeBlock("For a backend team", "sh"));
  await app.run("npm install --save-dev typescript @types/node");
  app.write("server.mts", readmeBlock("For a backend team", "ts").replace("8000", String(port)));
  await app.run(
    "npx tsc --noEmit --strict --noUncheckedIndexedAccess --skipLibCheck --module nodenext --types node server.mts",
  );
  const start = () => app.start(`${process.execPath} server.mts`, port);
  let service = await start();
  return {
    port,
    /** Kills it, as a crash does. */
    stop: () => service.kill("SIGKILL"),
    async start() {
      service = await start();
    },
  };
}

/** The README's page as it stands there, but for its server's port. */
export function readmePage(serverPort: number): string {
  return readmeBlock("For a frontend team", "tsx").replace("8000", String(serverPort));
}
