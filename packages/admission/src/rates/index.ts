export {
  createLoginLimits,
  type LimitLogins,
  type LoginAttempt,
  type LoginRates,
  type MakeLimit,
} from "./login-limits.ts";
export { createMemoryRateLimit, type RateLimit } from "./rate-limit.ts";
export { refuseOver } from "./refuse-over.ts";
