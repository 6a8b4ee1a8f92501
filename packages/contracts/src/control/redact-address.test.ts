import { expect, it } from "vitest";
import { redactAddress } from "./redact-address.ts";

it.each([
  ["/api/orders", "/api/orders"],
  ["/api/orders/stream?token=abc", "/api/orders/stream?token=[redacted]"],
  ["/s?a=1&token=abc&lastEventId=k:1", "/s?a=1&token=[redacted]&lastEventId=k:1"],
  ["/s?ticket=abc&token=", "/s?ticket=[redacted]&token=[redacted]"],
  ["/api/sse?sessionId=s-1&userId=ada", "/api/sse?sessionid=[redacted]&userId=ada"],
  ["/s?session%49d=s-1", "/s?sessionid=[redacted]"],
  ["/s?TOKEN=abc", "/s?token=[redacted]"],
  ["/s?%74o%6ben=abc", "/s?token=[redacted]"],
  ["/s?token=a=b?token=c", "/s?token=[redacted]"],
  ["/s??token=abc", "/s?token=[redacted]"],
  ["/s?+token=abc", "/s?token=[redacted]"],
  ["/s?tokens=abc&t=1", "/s?tokens=abc&t=1"],
  ["/s?%E0%A4%A=1&token=abc", "/s?%E0%A4%A=1&token=[redacted]"],
  ["/s?access_token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-_x&a=1", "/s?access_token=[redacted]&a=1"],
  ["/api/orders/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.", "/api/orders/[redacted]"],
  ["/api/sse?%54oken=abc&sessionId=s&a=1", "/api/sse?token=[redacted]&sessionid=[redacted]&a=1"],
  ["/s?", "/s?"],
])("S7: %s is shown as %s", (url, shown) => {
  expect(redactAddress(url)).toBe(shown);
});
