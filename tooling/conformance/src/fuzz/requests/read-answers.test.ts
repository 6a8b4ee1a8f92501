import { describe, expect, it } from "vitest";
import { readAnswers } from "./read-answers.ts";

const read = (text: string, methods: readonly string[] = ["GET", "GET"], ended = false) =>
  readAnswers(Buffer.from(text), methods, ended).map(({ status, body, complete }) => [status, String(body), complete]);

describe("readAnswers", () => {
  it("reads answers of a length and in chunks, one behind the other", () => {
    const first = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab";
    const second = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n2\r\nde\r\n0\r\n\r\n";
    expect(read(first + second)).toEqual([
      [200, "ab", true],
      [404, "cde", true],
    ]);
  });

  it("leaves interim answers out, and gives none to HEAD, 204 and 304 a body", () => {
    expect(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")).toEqual([[204, "", true]]);
    expect(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", ["HEAD"])).toEqual([[200, "", true]]);
    expect(read("HTTP/1.1 304 Not Modified\r\n\r\n")).toEqual([[304, "", true]]);
  });

  it("says what has not come to its end", () => {
    expect(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")).toEqual([[200, "ab", false]]);
    expect(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n5\r\nc")).toEqual([
      [200, "ab", false],
    ]);
    expect(read("HTTP/1.1 200 OK\r\n\r\nab")).toEqual([[200, "ab", false]]);
    expect(read("HTTP/1.1 200 OK\r\n\r\nab", ["GET"], true)).toEqual([[200, "ab", true]]);
    expect(read("HTTP/1.1 200 OK\r\nContent-Le")).toEqual([]);
  });

  it("throws at what is no status line", () => {
    expect(() => read("nonsense\r\n\r\n")).toThrow(/nonsense/);
  });
});
