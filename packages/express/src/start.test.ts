import { createServer } from "node:http";
import { expect, it } from "vitest";
import { listen } from "./start.ts";

it.each([
  ["2001:db8::1", "[2001:db8::1]:8000"],
  ["192.0.2.1", "192.0.2.1:8000"],
])("an address that cannot be had is named as one writes it: %s", async (host, address) => {
  // Kept for documents: no machine has it.
  const why = await listen(createServer(), { host, port: 8000 }, "PORT or HOST");
  expect(why).toMatch(/^cannot listen on \S+ \(E\w+\); stop it or set PORT or HOST to something else$/);
  expect(why?.split(" ")[3]).toBe(address);
});
