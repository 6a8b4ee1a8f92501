import { fileURLToPath } from "node:url";
import { describeHost, nodeHost } from "@tidings/host-suite";
import { temporaryDirectory } from "@tidings/services";
import { describe, onTestFinished } from "vitest";

const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url));

describe("Hono", () => {
  describeHost(() => {
    const directory = temporaryDirectory();
    onTestFinished(() => directory[Symbol.dispose]());
    return nodeHost(SERVER, directory.path);
  });
});
