import { describe, expect, it } from "vitest";
import type { AnyEndpoint } from "./definition/endpoint.ts";
import type { Schema } from "./definition/event.ts";
import { parse } from "./definition/parse.ts";
import type { AnyStream } from "./definition/stream.ts";
import { domains } from "./domains.ts";

const exported = domains.flatMap(({ exports }) =>
  Object.values(exports).filter((one) => typeof one === "object" && one !== null),
);

const isEndpoint = (one: object): one is AnyEndpoint => "kind" in one && one.kind === "endpoint";
const isStream = (one: object): one is AnyStream => "kind" in one && one.kind === "stream";

/** Every schema of the contract with a value that fits it. */
const values: readonly (readonly [name: string, schema: Schema, sample: unknown])[] = exported.flatMap((one) => {
  if (isEndpoint(one)) {
    const { name, data, body, samples } = one;
    return [
      [`${name}'s answer`, data, samples?.data] as const,
      ...(body === undefined ? [] : [[`${name}'s body`, body, samples?.body] as const]),
    ];
  }
  if (!isStream(one)) return [];
  return Object.entries({ ...one.events, connected: one.greeting.event }).flatMap(([name, { schema, samples }]) =>
    samples.valid.map((sample) => [`${one.name}'s ${name}`, schema, sample] as const),
  );
});

const ISO = /^\d{4}-\d\d-\d\dT/;

/** The value once for each time in it, with something else in that place, and the name of the time's field. */
function* withOther(value: unknown, other: string, of = ""): Generator<readonly [changed: unknown, field: string]> {
  if (typeof value === "string" && ISO.test(value)) yield [other, of];
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const [changed, field] of withOther(part, other, key)) {
      yield [Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed }, field];
    }
  }
}

const withTimes = values.filter(([, , sample]) => !withOther(sample, "").next().done);

describe("D17.2, D17.3: every time in the contract is one, and what is wrong is told by the name of its field", () => {
  it.each(withTimes)("%s", (_, schema, sample) => {
    expect(parse(schema, sample).ok).toBe(true);
    for (const other of ["", "never", "2026-02-30T09:00:00.000Z", "+275761-01-01T00:00:00.000Z"]) {
      for (const [changed, field] of withOther(sample, other)) {
        const parsed = parse(schema, changed);
        const words = expect.stringMatching(new RegExp(`(^|: )${field} must be a date that exists`));
        expect([changed, parsed]).toEqual([changed, { ok: false, issues: [words] }]);
      }
    }
  });

  it("is looked for in messages, orders, records and appointments", () => {
    expect(withTimes.length).toBeGreaterThan(30);
  });
});
