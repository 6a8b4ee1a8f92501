export { describeHost, HOST_MS, type HostApp } from "./describe-host.ts";
export { openHostStream } from "./host-stream.ts";
export { nodeHost } from "./node-host.ts";
