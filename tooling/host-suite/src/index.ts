export { describeHost, HOST_MS, type HostApp } from "./describe-host.ts";
export { nodeHost } from "./node-host.ts";
