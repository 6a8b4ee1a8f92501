import { Refusal } from "@tidings/admission";
import { expect, it } from "vitest";
import { eachEvent } from "./each-event.ts";

const events = (count: number) => Array.from({ length: count }, (_, at) => ({ place: `[${at}]`, at }));
const refuse = () => {
  throw new Refusal("not_found", ["no stream"]);
};

it("acts on each event in order; a fault of the program is thrown as it is", () => {
  expect(eachEvent(events(3), ({ at }) => at * 2)).toEqual([0, 2, 4]);
  const fault = new Error("a fault");
  expect(() =>
    eachEvent(events(1), () => {
      throw fault;
    }),
  ).toThrow(fault);
});

it("refuses all with the first one's code, each by its place; a single event has none", () => {
  expect(() =>
    eachEvent(events(3), ({ at }) => {
      if (at === 1) throw new Refusal("not_found", ["no stream", "nor topic"]);
      if (at === 2) throw new Refusal("bad_request", ["no data"]);
      return at;
    }),
  ).toThrow(
    expect.objectContaining({ code: "not_found", lines: ["[1]: no stream", "[1]: nor topic", "[2]: no data"] }),
  );
  expect(() => eachEvent([{ place: "" }], refuse)).toThrow(expect.objectContaining({ lines: ["no stream"] }));
});

it("names twenty lines, and counts those beyond", () => {
  expect(() => eachEvent(events(20), refuse)).toThrow(
    expect.objectContaining({ lines: expect.not.arrayContaining([expect.stringContaining("more")]) }),
  );
  expect(() => eachEvent(events(23), refuse)).toThrow(
    expect.objectContaining({ lines: [...events(20).map(({ place }) => `${place}: no stream`), "and 3 more"] }),
  );
});
