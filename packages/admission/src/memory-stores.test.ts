import { afterEach, beforeEach, describe, vi } from "vitest";
import { createMemoryRevokedSessions } from "./memory-revoked-sessions.ts";
import { createMemoryTicketStore } from "./memory-ticket-store.ts";
import { createMemoryRateLimit, type RateLimit } from "./rates/rate-limit.ts";
import { describeRateLimit } from "./testing/describe-rate-limit.ts";
import { describeRevokedSessions } from "./testing/describe-revoked-sessions.ts";
import { describeTicketStore } from "./testing/describe-ticket-store.ts";

describeTicketStore("memory", () => {
  const store = createMemoryTicketStore();
  return [store, store];
});

describeRevokedSessions("memory", () => {
  const store = createMemoryRevokedSessions();
  return [store, store];
});

describe("with a clock that stands still", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  describeRateLimit("memory", () => {
    const limits = new Map<string, RateLimit>();
    return {
      open(name, uses, windowS) {
        const limit = limits.get(name) ?? createMemoryRateLimit(uses, windowS);
        limits.set(name, limit);
        return limit;
      },
      pass: (seconds) => vi.advanceTimersByTime(seconds * 1000),
    };
  });
});
