import { expect, test } from "vitest";
import { prettyLines, wireLines } from "./wire-lines.ts";

test("each line is taken apart at its first colon, and nothing of it is lost", () => {
  const text = ': hb\nevent: message\r\ndata:{"a":"b: c"}\rid\nretry: 9\nfoo: bar\n\n';
  const lines = wireLines(text);
  expect(lines.map(({ field, label, value }) => [field, label, value])).toEqual([
    ["comment", ": ", "hb"],
    ["event", "event: ", "message"],
    ["data", "data:", '{"a":"b: c"}'],
    ["id", "id", ""],
    ["retry", "retry: ", "9"],
    ["unknown", "foo: ", "bar"],
  ]);
});

test("data that is JSON is indented, over as many lines as it came in; other data stays", () => {
  const [, data, id, ...more] = prettyLines(wireLines('event: a\ndata: {"a":\ndata: [1]}\nid: 3\n\n'));
  expect(data).toMatchObject({ label: "data: ", value: '{\n  "a": [\n    1\n  ]\n}' });
  expect(id).toMatchObject({ field: "id", value: "3" });
  expect(more).toEqual([]);
  const plain = wireLines("data: plain\ndata: words\n\n");
  expect(prettyLines(plain)).toBe(plain);
});
