import { expect, it } from "vitest";
import * as z from "zod";
import { headerNames, host, limit, oneOf, origin, origins, trustProxy, wholeNumber } from "./environment-values.ts";
import { problemsOf } from "./start.ts";

/** What is read of a text, or the line that says what is wrong with it. */
function read(schema: z.ZodType, text: string): unknown {
  const result = z.object({ NAME: schema }).safeParse({ NAME: text });
  return result.success ? result.data.NAME : problemsOf(result.error).join("\n");
}

const number = wholeNumber(2, 10);
const words = oneOf(["debug", "info"]);
it.each<[string, z.ZodType, string, unknown]>([
  ["a number", number, "2", 2],
  ["a number", number, "10", 10],
  ["a number", number, "1", 'NAME must be a whole number from 2 to 10, not "1"'],
  ["a number", number, "11", 'NAME must be a whole number from 2 to 10, not "11"'],
  ["a number", number, "0x3", 'NAME must be a whole number from 2 to 10, not "0x3"'],
  ["a number", number, "3.0", 'NAME must be a whole number from 2 to 10, not "3.0"'],
  ["a number", wholeNumber(0, 1e15), "1234567890123", expect.stringContaining("must be a whole number")],
  ["a limit", limit(10), "1", 1],
  ["a limit", limit(10), "10", 10],
  ["a limit", limit(10), "infinity", Number.POSITIVE_INFINITY],
  ["a limit", limit(10), "0", 'NAME must be a whole number from 1 to 10, or Infinity for no limit, not "0"'],
  ["a limit", limit(10), "11", expect.stringContaining("from 1 to 10")],
  ["a limit", limit(10), "3.0", expect.stringContaining("from 1 to 10")],
  ["a limit", limit(1e15), "1234567890123", expect.stringContaining("must be a whole number")],
  ["a limit", limit(10), "-Infinity", expect.stringContaining("from 1 to 10")],
  ["a word", words, "info", "info"],
  ["a word", words, "Info", 'NAME must be one of debug, info, not "Info"'],
  ["origins", origins(), "https://a.example.com/ ,http://localhost:*", ["https://a.example.com", "http://localhost:*"]],
  ["origins", origins(), "https://a.example.com,*", expect.stringMatching(/must list origins as .*, not "\*"$/)],
  ["origins", origins(), "", expect.stringMatching(/not ""$/)],
  ["an origin", origin(), "http://localhost:8000/", "http://localhost:8000"],
  [
    "an origin",
    origin(),
    "http://localhost:*",
    expect.stringMatching(/must be an origin as .*, not "http:\/\/localhost:\*"$/),
  ],
  ["names of headers", headerNames(), "X-Tenant, x_y", ["X-Tenant", "x_y"]],
  ["names of headers", headerNames(), "X-Tenant,*", 'NAME must list names of headers, separated by commas, not "*"'],
  ["names of headers", headerNames(), "a b", 'NAME must list names of headers, separated by commas, not "a b"'],
  ["names of headers", headerNames(), "a,", 'NAME must list names of headers, separated by commas, not ""'],
  ["a host", host(), "::1", "::1"],
  ["a host", host(), "0.0.0.0", "0.0.0.0"],
  ["a host", host(), "my-host.example.com.", "my-host.example.com."],
  ["a host", host(), "1.2.3", expect.stringMatching(/must be an address or a name.*not "1.2.3"$/)],
  ["a host", host(), "http://a", expect.stringContaining("must be an address or a name")],
  ["a host", host(), "a b", expect.stringContaining("must be an address or a name")],
  ["a host", host(), "-a", expect.stringContaining("must be an address or a name")],
  ["a host", host(), "a..b", expect.stringContaining("must be an address or a name")],
  ["proxies", trustProxy(), "1", 1],
  ["proxies", trustProxy(), "0", false],
  ["proxies", trustProxy(), "10.0.0.0/8, loopback", ["10.0.0.0/8", "loopback"]],
  ["proxies", trustProxy(), "true", expect.stringMatching(/must be the number of proxies in front.*, not "true"$/)],
  ["proxies", trustProxy(), "10.0.0.1, proxy", expect.stringMatching(/, not "proxy"$/)],
  ["proxies", trustProxy(), "::1,false", expect.stringMatching(/, not "false"$/)],
])("%s of a variable: %3$j", (_what, schema, text, value) => {
  expect(read(schema, text)).toEqual(value);
});
