export { createMemoryBus, type MemoryBus } from "./memory-bus.ts";
export { createMemoryLog } from "./memory-log.ts";
