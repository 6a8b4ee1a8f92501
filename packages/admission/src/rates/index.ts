export { createLoginLimits, type LimitLogins, type LoginAttempt, type LoginRates } from "./login-limits.ts";
export { createMemoryRateLimit, type RateLimit } from "./rate-limit.ts";
export { refuseOver } from "./refuse-over.ts";
