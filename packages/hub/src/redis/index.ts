export type { RedisClient, RedisConnection } from "./client.ts";
export { createRedisBus, type RedisBusOptions } from "./redis-bus.ts";
