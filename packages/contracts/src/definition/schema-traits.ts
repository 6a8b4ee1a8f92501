import type { Schema } from "./event.ts";

/** Types whose values JSON does not keep, and what to write in their place. */
const UNSENDABLE: Readonly<Record<string, string>> = {
  date: "z.iso.datetime(), and send toISOString()",
  map: "z.record()",
  set: "z.array()",
  bigint: "z.string()",
  nan: "z.nullable(z.number())",
  symbol: "z.string()",
  function: "plain data",
  file: "plain data",
  promise: "plain data",
};

/** Types that give out another value than they take in. */
const CHANGING = new Set(["transform", "pipe", "catch", "success"]);

/**
 * The first part of a schema whose values no JSON text can hold, as a line for people; undefined where there is none.
 * Parts that are declared later than the schema are left out: what is published is checked by its value all the same.
 */
export function unsendablePart(schema: Schema): string | undefined {
  const seen = new Set<Schema>();
  const visit = (part: Schema, path: readonly string[]): string | undefined => {
    if (seen.has(part)) return undefined;
    seen.add(part);
    const { type } = part._zod.def;
    const instead = Object.hasOwn(UNSENDABLE, type) ? UNSENDABLE[type] : undefined;
    if (instead !== undefined) {
      const where = path.length === 0 ? "it" : `"${path.join(".")}"`;
      return `${where} is a ${type}, which JSON does not keep; use ${instead}`;
    }
    for (const [name, child] of partsOf(part)) {
      const found = visit(child, name === "" ? path : [...path, name]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(schema, []);
}

const changing = new WeakMap<Schema, boolean>();

/** Whether parsing may give out another value than it took in, so that the reader's parse has to be tried too. */
export function changesValues(schema: Schema): boolean {
  const known = changing.get(schema);
  if (known !== undefined) return known;
  const answer = someSchema(schema, (part) => CHANGING.has(part._zod.def.type) || isCoerced(part) || overwrites(part));
  changing.set(schema, answer);
  return answer;
}

/** Whether parsing runs code of the schema's author, which may throw or wait. */
export function runsCode(schema: Schema): boolean {
  return someSchema(schema, (part) => CHANGING.has(part._zod.def.type) || part._zod.def.type === "custom");
}

function someSchema(schema: Schema, test: (part: Schema) => boolean): boolean {
  const seen = new Set<Schema>();
  const visit = (part: Schema): boolean => {
    if (seen.has(part)) return false;
    seen.add(part);
    return test(part) || partsOf(part).some(([, child]) => visit(child));
  };
  return visit(schema);
}

/** The schemas that a schema is made of, with the property that each describes; "" for all others. */
function partsOf(schema: Schema): readonly (readonly [string, Schema])[] {
  const { def } = schema._zod;
  const values: unknown[] = Object.keys(def).flatMap((name) => later(() => Reflect.get(def, name)));
  if (def.type === "lazy") values.push(later(() => Reflect.get(schema._zod, "innerType")));
  const parts = values.filter(isSchema).map((part) => ["", part] as const);
  const shape = def.type === "object" ? later(() => Reflect.get(def, "shape")) : undefined;
  if (typeof shape !== "object" || shape === null) return parts;
  const properties = Object.keys(shape).map((name) => [name, later(() => Reflect.get(shape, name))] as const);
  return [...parts, ...properties.flatMap(([name, part]) => (isSchema(part) ? [[name, part] as const] : []))];
}

/** A part of a recursive schema may be declared after it, and cannot be read before. */
function later(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function isSchema(value: unknown): value is Schema {
  if (typeof value !== "object" || value === null || !("_zod" in value)) return false;
  const { _zod: internals } = value;
  if (typeof internals !== "object" || internals === null || !("def" in internals)) return false;
  const { def } = internals;
  return typeof def === "object" && def !== null && "type" in def;
}

function isCoerced({ _zod: { def } }: Schema): boolean {
  return "coerce" in def && def.coerce === true;
}

function overwrites({ _zod: { def } }: Schema): boolean {
  return def.checks?.some((check) => check._zod.def.check === "overwrite") ?? false;
}
