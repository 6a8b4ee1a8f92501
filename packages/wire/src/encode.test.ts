import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDecoder, type DecodedEvent } from "./decode.ts";
import { encodeComment, encodeEvent } from "./encode.ts";

describe("encodeEvent", () => {
  it("W1: writes event, id, retry and data, then a blank line", () => {
    const text = encodeEvent({ event: "order_status_update", id: "k3:42", retry: 2000, data: "{}" });
    expect(text).toBe("event: order_status_update\nid: k3:42\nretry: 2000\ndata: {}\n\n");
  });

  it.each(["\r", "\n", "\0"])("W2.1: refuses %j in a name or an id", (forbidden) => {
    const smuggled = `a${forbidden}data: forged`;
    const refusal = (code: string, what: string) => {
      const message = `the ${what} ${JSON.stringify(smuggled)} holds CR, LF or NUL; remove it`;
      return expect.objectContaining({ name: "WireError", code, message });
    };
    expect(() => encodeEvent({ event: smuggled, data: "" })).toThrow(refusal("invalid_event_name", "event name"));
    expect(() => encodeEvent({ id: smuggled, data: "" })).toThrow(refusal("invalid_id", "id"));
  });

  it("W3: every line break in data, a lone CR too, starts a new data line", () => {
    expect(encodeEvent({ data: "a\nb\rc\r\nd" })).toBe("data: a\ndata: b\ndata: c\ndata: d\n\n");
  });

  it.each([0, 2_147_483_647])("W5: takes %d as retry", (retry) => {
    expect(encodeEvent({ retry })).toBe(`retry: ${retry}\n\n`);
  });

  it("W1: what is empty is written, and what is not there is not", () => {
    expect(encodeEvent({ event: "", id: "", data: "" })).toBe("event: \nid: \ndata: \n\n");
    expect(encodeEvent({})).toBe("\n");
  });

  it.each([-1, 1.5, Number.NaN, 2_147_483_648])("W5: refuses %d as retry", (retry) => {
    expect(() => encodeEvent({ retry, data: "" })).toThrow(expect.objectContaining({ code: "invalid_retry" }));
  });
});

describe("encodeComment", () => {
  it("W4: ends in one newline, and cannot leave the comment", () => {
    expect(encodeComment("ping")).toBe(": ping\n");
    expect(encodeComment("a\ndata: forged\r\n\r\n")).toBe(": a\n: data: forged\n: \n: \n");
  });
});

it("W6: encoding and decoding are inverse for any Unicode, cut anywhere", () => {
  const line = fc.string({ unit: "binary" }).map((text) => text.replace(/[\r\n\0]/g, ""));
  const event = fc.record({
    event: line.filter((name) => name !== ""),
    id: line,
    data: fc.string({ unit: "binary" }),
  });
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 4 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
      (events, cuts) => {
        const bytes = new TextEncoder().encode(events.map(encodeEvent).join(encodeComment("ping")));
        const decoded: DecodedEvent[] = [];
        const decoder = createDecoder({ onEvent: (one) => decoded.push(one) });
        for (let at = 0; at < bytes.length; ) {
          const size = cuts.next().value;
          decoder.decode(bytes.subarray(at, at + size));
          at += size;
        }
        expect(decoded).toEqual(
          events.map(({ event: type, id, data }) => ({ type, lastEventId: id, data: data.replace(/\r\n|\r/g, "\n") })),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
