import { expect, it } from "vitest";
import { originOf } from "./origin-of.ts";

it.each([
  ["127.0.0.1", "http://localhost:8000"],
  ["0.0.0.0", "http://localhost:8000"],
  ["::", "http://localhost:8000"],
  ["0:0:0:0:0:0:0:0", "http://localhost:8000"],
  ["::1", "http://[::1]:8000"],
  ["2001:DB8:0:0::1", "http://[2001:db8::1]:8000"],
  ["fe80::1%eth0", "http://[fe80::1%25eth0]:8000"],
  ["10.0.0.1", "http://10.0.0.1:8000"],
  ["tidings.example.com", "http://tidings.example.com:8000"],
])("a server that listens on %s is at %s", (host, origin) => {
  expect(originOf(host, 8000)).toBe(origin);
});
