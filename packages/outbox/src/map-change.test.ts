import { notesStream as notes } from "@tidings/contracts/testing";
import { publication } from "@tidings/hub";
import { expect, it } from "vitest";
import type { Change, ChangeMapper } from "./change.ts";
import { mapChange } from "./map-change.ts";

const change: Change = {
  id: 4,
  table: "notes",
  rowId: "n",
  operation: "INSERT",
  oldRow: undefined,
  newRow: "a",
};

it("D7.3: each publication gets the key of its change and place, whatever key the mapper gave", () => {
  const mapper = () => [good(), { ...good(), key: "mine", exceptConnection: "c-1" }];
  const { topic, event, data } = good();
  expect(mapChange(change, mapper)).toEqual({
    change,
    publications: [
      { topic, event, data, exceptConnection: undefined, key: "change:4:1" },
      { topic, event, data, exceptConnection: "c-1", key: "change:4:2" },
    ],
  });
});

it("a table without a mapper publishes nothing", () => {
  expect(mapChange(change, undefined)).toEqual({ change, publications: [] });
});

const notAnArray = "instead of an array";
const noFields = "the mapper's publication 1 has no fields: make it with publication(topic, event)";
const noTopic = "the mapper's publication 1 has no topic of a stream: make it with stream.topic(key)";
const good = () => publication(notes.topic("t"), { event: "note", data: { text: "x" } });
const withTopic = (topic: unknown) => () => [{ topic, event: "note", data: { text: "x" } }];

/** What only a mapper without types can answer, or one that is wrong; and why its change is put aside. */
const wrongAnswers: readonly (readonly [what: string, answer: () => unknown, reason: string])[] = [
  ["nothing", () => undefined, `the mapper answered a value of type undefined ${notAnArray}`],
  ["null", () => null, `the mapper answered null ${notAnArray}`],
  ["an object", () => ({ length: 1 }), `the mapper answered a value of type object ${notAnArray}`],
  ["a text", () => "note", `the mapper answered a value of type string ${notAnArray}`],
  ["a promise", async () => [], `the mapper answered a promise ${notAnArray}: a mapper must not await`],
  [
    "a promise that fails",
    () => Promise.reject(new Error("later")),
    `the mapper answered a promise ${notAnArray}: a mapper must not await`,
  ],
  ["a hole", () => new Array(1), noFields],
  ["nothing in an array", () => [undefined], noFields],
  ["an array in an array", () => [[good()]], noTopic],
  ["nothing after a publication", () => [good(), undefined], noFields.replace("publication 1", "publication 2")],
  ["a topic's name for a topic", withTopic("notes/t"), noTopic],
  ["a topic without its stream", withTopic({ name: "notes/t" }), noTopic],
  ["a topic whose stream is a name", withTopic({ name: "notes/t", stream: "notes" }), noTopic],
  ["a topic whose stream has no events", withTopic({ name: "notes/t", stream: {} }), noTopic],
  ["a topic without a name", withTopic({ stream: notes }), noTopic],
  [
    "no event",
    () => [{ topic: notes.topic("t"), data: { text: "x" } }],
    "the mapper's publication 1 has no event name",
  ],
  [
    "a field that throws",
    () => [
      {
        get topic() {
          throw new Error("not now");
        },
      },
    ],
    "not now",
  ],
];

const unprintable = "what was thrown cannot be printed";
const thrownThings: readonly (readonly [thrown: unknown, reason: string])[] = [
  [null, "null"],
  [undefined, "undefined"],
  ["words", "words"],
  [Object.create(null), unprintable],
  [{ toString: () => ({}) }, unprintable],
];

it.each([
  ...wrongAnswers,
  ...thrownThings.map(([thrown, reason], index): (typeof wrongAnswers)[number] => [
    `an exception that is no error, number ${index + 1}`,
    () => {
      throw thrown;
    },
    reason,
  ]),
])("D14.3: a mapper that answers %s puts its change aside and says why", (_what, answer, reason) => {
  // What only a mapper without types can answer.
  expect(mapChange(change, answer as ChangeMapper)).toEqual({ change, reason });
});

it("D14.3: a reason is cut to what fits a log line", () => {
  const long = () => {
    throw new Error("x".repeat(5_000));
  };
  expect(mapChange(change, long)).toEqual({ change, reason: "x".repeat(2_000) });
});
