export { createMemoryBus, type MemoryBus } from "./memory-bus.ts";
export { createMemoryLog } from "./memory-log.ts";
export { createMemoryNodes } from "./memory-nodes.ts";
