import { describe, expect, it } from "vitest";
import { createDecoder, type DecodedEvent, type DecoderOptions } from "./decode.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function decode(chunks: readonly (string | Uint8Array)[], options: Partial<DecoderOptions> = {}) {
  const events: DecodedEvent[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  const decoder = createDecoder({
    onEvent: (event) => events.push(event),
    onComment: (text) => comments.push(text),
    onRetry: (milliseconds) => retries.push(milliseconds),
    ...options,
  });
  for (const chunk of chunks) decoder.decode(typeof chunk === "string" ? bytes(chunk) : chunk);
  return { events, comments, retries, lastEventId: decoder.lastEventId };
}

describe("createDecoder", () => {
  it("W7.1: an event is complete on its blank line only", () => {
    expect(decode(["data: a\n"]).events).toEqual([]);
    expect(decode(["data: a\n", "\n"]).events).toEqual([{ type: "message", data: "a", lastEventId: "" }]);
  });

  it("W7.2: a character or a line break cut in two comes out whole", () => {
    const whole = bytes("data: 🎉\r\n\r\n");
    const parts = [...whole].map((byte) => Uint8Array.of(byte));
    expect(decode(parts).events).toEqual([{ type: "message", data: "🎉", lastEventId: "" }]);
  });

  it("W7.2: a chunk without bytes is nothing, before, in and after a cut character", () => {
    const [empty, cake] = [Uint8Array.of(), bytes("🎉")];
    const parts = [empty, "data: ", empty, cake.subarray(0, 2), empty, cake.subarray(2), empty, "\n\n", empty];
    expect(decode(parts).events).toEqual([{ type: "message", data: "🎉", lastEventId: "" }]);
  });

  it("comments and reconnection times that nobody asked for are passed over", () => {
    const events: DecodedEvent[] = [];
    const decoder = createDecoder({ onEvent: (event) => events.push(event) });
    decoder.decode(bytes(": ping\nretry: 50\ndata: a\n\n"));
    expect(events).toHaveLength(1);
  });

  it("W8: one leading byte order mark is dropped, a second is not", () => {
    expect(decode(["\uFEFFdata: a\n\n"]).events).toHaveLength(1);
    expect(decode(["\uFEFF", "\uFEFFdata: a\n\n"]).events).toHaveLength(0);
    expect(decode(["\uFEFF\uFEFFdata: a\n\n"]).events).toHaveLength(0);
    expect(decode(["data: a\n\n", "\uFEFFdata: b\n\n"]).events.map(({ data }) => data)).toEqual(["a"]);
  });

  it("W9: the id counts from the blank line on, without data too, and is carried over", () => {
    expect(decode(["id: 1\n"]).lastEventId).toBe("");
    expect(decode(["id: 1\n\n"]).lastEventId).toBe("1");
    expect(decode(["data: a\n\n"], { lastEventId: "7" })).toMatchObject({
      lastEventId: "7",
      events: [{ lastEventId: "7" }],
    });
    expect(decode(["id: 1\ndata: a\n\nid\ndata: b\n\n"]).events.map((event) => event.lastEventId)).toEqual(["1", ""]);
  });

  it("reports comments and valid reconnection times", () => {
    expect(decode([": ping\nretry: 50\nretry: x\nretry:\n"])).toMatchObject({ comments: ["ping"], retries: [50] });
  });

  it("W10: an event past the bound is an error, not a growing buffer", () => {
    expect(() => decode(["data: aaaa\n", "data: bbbbbbbbbb"], { maxEventLength: 8 })).toThrow(
      expect.objectContaining({ name: "WireError", code: "event_too_long" }),
    );
    expect(decode(["data: aaaa\n\ndata: bbbb\n\n"], { maxEventLength: 12 }).events).toHaveLength(2);
  });

  it("W10: the bound is 16 Mi characters unless it is told otherwise", () => {
    const unfinished = (characters: number) => ["data: ", "x".repeat(characters - 6)];
    expect(() => decode(unfinished(16_777_217))).toThrow(
      expect.objectContaining({
        code: "event_too_long",
        message: "an event is longer than 16777216 characters; raise maxEventLength",
      }),
    );
    expect(
      decode([...unfinished(16_777_216), "\n\n"], { maxEventLength: Number.POSITIVE_INFINITY }).events,
    ).toHaveLength(1);
    expect(decode(unfinished(16_777_216)).events).toEqual([]);
  });

  it.each([0, 0.5, -1, Number.NaN, "8"])(
    "D28.3: maxEventLength %s is refused in words, 1 is taken, and Infinity is no limit",
    (maxEventLength) => {
      const words = `createDecoder's maxEventLength must be a number from 1, or Infinity for no limit; it is ${maxEventLength}`;
      expect(() => decode([], { maxEventLength: maxEventLength as number })).toThrow(
        expect.objectContaining({ code: "invalid_options", message: words }),
      );
      expect(() => decode([], { maxEventLength: 1 })).not.toThrow();
      expect(decode(["data: a\n\n"], { maxEventLength: Number.POSITIVE_INFINITY }).events).toHaveLength(1);
    },
  );
});
