import { expect, it } from "vitest";
import { CONNECTION_HEADER, parseConnectionHeader } from "./sending-connection.ts";

it.each([[undefined], [null]])("D23.3: a header that is missing names nothing: %s", (value) => {
  expect(parseConnectionHeader(value)).toEqual({ ok: true, data: undefined });
});

it.each([["none"], ["c-1"], ["0f3a9b21-17"], ["x".repeat(64)]])("D23.3: %s names a connection", (value) => {
  expect(parseConnectionHeader(value)).toEqual({ ok: true, data: value });
});

it.each([[""], ["x".repeat(65)], ["c-1, c-2"], ["c 1"], ["ü"], ["c-1\n"]])(
  "D23.5, S21.1: %j names none, and the header is named in words",
  (value) => {
    const parsed = parseConnectionHeader(value);
    expect(parsed.ok ? [] : parsed.issues).toEqual([
      `The header ${CONNECTION_HEADER} must be the connectionId of your stream's greeting, or none`,
    ]);
  },
);
