import { expect, it } from "vitest";
import { freePort, isListening } from "./port.ts";
import { startProcess } from "./service-process.ts";

const listener = `
  require("node:net").createServer().listen(Number(process.argv[1]), "127.0.0.1", () => console.log("up"));
  process.on("SIGTERM", () => { console.log("bye"); process.exit(3); });
`;

function start(port: number, script = listener, onOutput?: (text: string) => void) {
  const args = ["-e", script, String(port)];
  return startProcess({ label: "it", command: process.execPath, args, port, ...(onOutput && { onOutput }) });
}

it("a service listens when it is handed over, and not once it was killed", async () => {
  const port = await freePort();
  const service = await start(port);
  expect(await isListening(port)).toBe(true);
  expect(await service.kill("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
  expect(await isListening(port)).toBe(false);
  expect(() => process.kill(service.pid, 0)).toThrow("ESRCH");
});

it("everything it printed is there when its end is told, and killing it twice is harmless", async () => {
  const port = await freePort();
  let output = "";
  const service = await start(port, listener, (text) => {
    output += text;
  });
  expect(await service.kill("SIGTERM")).toEqual({ code: 3, signal: null });
  expect(output).toBe("up\nbye\n");
  expect(await service.kill("SIGKILL")).toEqual({ code: 3, signal: null });
});

it("one that ends before it listens is an error that tells what it printed", async () => {
  const port = await freePort();
  await expect(start(port, `console.error("no licence")`)).rejects.toMatchObject({
    code: "not_started",
    message: "it did not start: it ended at once\nno licence",
  });
});

it("one that cannot be run at all is an error", async () => {
  const port = await freePort();
  const starting = startProcess({ label: "it", command: "/nowhere/it", args: [], port });
  await expect(starting).rejects.toMatchObject({ code: "not_started", message: expect.stringContaining("ENOENT") });
});

it("it does not outlive who started it, not even one that is ended by SIGTERM", async () => {
  const port = await freePort();
  const module = JSON.stringify(new URL("service-process.ts", import.meta.url).href);
  const starter = `
    const { startProcess } = await import(${module});
    const args = ["-e", ${JSON.stringify(listener)}, "${port}"];
    await startProcess({ label: "it", command: process.execPath, args, port: ${port} });
    setInterval(() => {}, 1000);`;
  const parent = await startProcess({
    label: "its starter",
    command: process.execPath,
    args: ["--input-type=module", "-e", starter],
    port,
  });
  expect(await parent.kill("SIGTERM")).toEqual({ code: null, signal: "SIGTERM" });
  await expect.poll(() => isListening(port)).toBe(false);
});

it("it runs in the directory that it is given", async () => {
  const port = await freePort();
  let output = "";
  const args = ["-e", `console.log(process.cwd());${listener}`, String(port)];
  const onOutput = (text: string) => {
    output += text;
  };
  const service = await startProcess({ label: "it", command: process.execPath, args, cwd: "/", port, onOutput });
  await service.kill("SIGKILL");
  expect(output).toMatch(/^\/\n/);
});

it("it gets no environment but its own", async () => {
  const port = await freePort();
  const script = `process.stdout.write(JSON.stringify(Object.keys(process.env)) + "\\n");${listener}`;
  let output = "";
  const service = await start(port, script, (text) => {
    output += text;
  });
  await service.kill("SIGKILL");
  expect(output).toContain('["PATH"]\n');
});
