import { expect, it } from "vitest";
import { redactAddress } from "./redact-address.ts";

it.each([
  ["/api/orders/stream", "/api/orders/stream"],
  ["/api/sse?conversationId=c1&ticket=abc", "/api/sse?conversationId=c1&ticket=[redacted]"],
  ["/api/sse?%54oken=abc&sessionId=s&a=1", "/api/sse?token=[redacted]&sessionid=[redacted]&a=1"],
  ["/s?jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-_x&a=1", "/s?jwt=[redacted]&a=1"],
  ["/s?lastEventId=k:1", "/s?lastEventId=k:1"],
])("S7: %s is shown as %s", (address, shown) => {
  expect(redactAddress(address)).toBe(shown);
});
