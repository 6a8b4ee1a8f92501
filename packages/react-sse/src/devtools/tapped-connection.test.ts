import { expect, it, vi } from "vitest";
import { recordConnection } from "./tapped-connection.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function begin(keep = 2) {
  let clock = 1_000;
  const changed = vi.fn();
  const now = () => clock;
  const record = recordConnection({ id: 7, address: "/s?token=x", lastEventId: "e:1", keep, now, changed });
  return { record, changed, pass: (ms: number) => (clock += ms) };
}

it("a connection that was only asked for says what was asked, without its secrets", () => {
  const { record, changed } = begin();
  expect(record.getSnapshot()).toEqual({
    ...{ id: 7, address: "/s?token=[redacted]", lastEventId: "e:1", state: "connecting", status: undefined },
    ...{ startedAt: 1_000, endedAt: undefined, bytes: 0, received: 0, blocks: [] },
  });
  expect(record.getSnapshot()).toBe(record.getSnapshot());
  expect(changed).not.toHaveBeenCalled();
});

it("an answer opens it, or refuses it and ends it", () => {
  const open = begin();
  open.pass(5);
  open.record.answered(200, true);
  expect(open.record.getSnapshot()).toMatchObject({ state: "open", status: 200, endedAt: undefined });
  expect(open.changed).toHaveBeenCalledOnce();
  const refused = begin();
  refused.pass(5);
  refused.record.answered(403, false);
  expect(refused.record.getSnapshot()).toMatchObject({ state: "refused", status: 403, endedAt: 1_005 });
  refused.record.end("failed");
  expect(refused.record.getSnapshot().state).toBe("refused");
});

it("only the first end counts, and half a block is written down with it", () => {
  const { record, changed, pass } = begin();
  record.take(bytes("data: ha"));
  pass(9);
  record.end("failed");
  record.end("closed");
  expect(record.getSnapshot()).toMatchObject({ state: "failed", endedAt: 1_009 });
  expect(record.getSnapshot().blocks).toMatchObject([
    { kind: "unfinished", name: undefined, text: "data: ha", at: 1_009 },
  ]);
  expect(changed).toHaveBeenCalledTimes(2);
});

it("bytes and blocks are counted, the newest kept, and all of them forgotten when cleared", () => {
  const { record } = begin();
  for (let count = 1; count <= 9; count += 1) record.take(bytes(`data: ${count}\n\n`));
  expect(record.getSnapshot()).toMatchObject({ bytes: 81, received: 9 });
  expect(record.getSnapshot().blocks.map(({ number, text }) => [number, text])).toEqual([
    [8, "data: 8\n\n"],
    [9, "data: 9\n\n"],
  ]);
  record.clear();
  expect(record.getSnapshot()).toMatchObject({ bytes: 81, received: 9, blocks: [] });
});

it.each([
  [": ping\n", "comment", undefined],
  ["data: a\n\n", "event", "message"],
  ["event: e\ndata: a\n\n", "event", "e"],
  ["event: e\nevent: f\ndata: a\n\n", "event", "f"],
  ["event:\ndata: a\n\n", "event", "message"],
  ["event: e\n\n", "event", undefined],
  ["id: 1\n: note\n\n", "event", undefined],
])("%j is of the kind %s and is dispatched as %s", (text, kind, name) => {
  const { record } = begin();
  record.take(bytes(text));
  expect(record.getSnapshot().blocks).toMatchObject([{ number: 1, kind, name, text, omitted: 0 }]);
});
