import type { Schema } from "./event.ts";
import { describeFault, scanJson } from "./json-value.ts";

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

/** Types that change values by their author's code. */
const TRANSFORMING = new Set(["transform", "pipe", "success"]);

/** Types whose output may differ from their input. */
const CHANGING = new Set([...TRANSFORMING, "catch"]);

/**
 * Describes the first part of a schema whose values JSON cannot hold; undefined if there is none. Parts that are
 * declared later than the schema are not checked here: every published value is checked anyway.
 */
export function unsendablePart(schema: Schema): string | undefined {
  const seen = new Set<Schema>();
  const visit = (part: Schema, path: readonly string[]): string | undefined => {
    if (seen.has(part)) return undefined;
    seen.add(part);
    const issue = unsendable(part) ?? unsendableDefault(part) ?? unsendableItem(part);
    if (issue !== undefined) return `${path.length === 0 ? "it" : `"${path.join(".")}"`} ${issue}`;
    for (const [name, child] of partsOf(part)) {
      const found = visit(child, name === "" ? path : [...path, name]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(schema, []);
}

function unsendable({ _zod: { def } }: Schema): string | undefined {
  const instead = Object.hasOwn(UNSENDABLE, def.type) ? UNSENDABLE[def.type] : undefined;
  if (instead !== undefined) return `is a ${def.type}, which JSON does not keep; use ${instead}`;
  if (def.type !== "literal" || !("values" in def) || !Array.isArray(def.values)) return undefined;
  // An undefined literal is a property that is absent.
  return valueIssue(
    "is a literal that",
    def.values.find((value) => value !== undefined && scanJson(value).fault !== undefined),
  );
}

/**
 * Describes a default that JSON does not keep, which would be refused whenever it is used. A function's defaults are
 * not checked, because it makes a new one each time.
 */
function unsendableDefault({ _zod: { def } }: Schema): string | undefined {
  if (def.type !== "default" && def.type !== "prefault") return undefined;
  return valueIssue(
    "has a default that",
    later(() => Reflect.get(def, "defaultValue")),
  );
}

function valueIssue(what: string, value: unknown): string | undefined {
  const fault = value === undefined ? undefined : scanJson(value).fault;
  return fault && `${what} ${describeFault(fault)}`;
}

/** Describes a list whose items may be undefined, which JSON writes as null. */
function unsendableItem({ _zod: { def } }: Schema): string | undefined {
  if (def.type !== "array" || !("element" in def) || !isSchema(def.element)) return undefined;
  if (!mayBeUndefined(def.element)) return undefined;
  return "is a list whose items may be undefined, which JSON does not keep; use z.nullable() for them";
}

function mayBeUndefined({ _zod: internals }: Schema): boolean {
  const { def } = internals;
  if (later(() => internals.optout) === "optional" || def.type === "undefined" || def.type === "void") return true;
  return "options" in def && Array.isArray(def.options) && def.options.filter(isSchema).some(mayBeUndefined);
}

const changing = new WeakMap<Schema, boolean>();

/** Whether parsing may change a value, so that the reader's parse has to be tried as well. */
export function changesValues(schema: Schema): boolean {
  const known = changing.get(schema);
  if (known !== undefined) return known;
  const answer = someSchema(schema, (part) => CHANGING.has(part._zod.def.type) || isCoerced(part) || overwrites(part));
  changing.set(schema, answer);
  return answer;
}

/** Whether the author's code makes the parsed value, so that only a sample can show whether it arrives unchanged. */
export function transforms(schema: Schema): boolean {
  return someSchema(schema, (part) => TRANSFORMING.has(part._zod.def.type));
}

/** Whether parsing runs code of the schema's author, which may throw or be async. */
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

/** The schemas that a schema consists of, each with the name of its property; "" if it is not a property. */
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

/** Reads a part of a recursive schema, which fails while the part is not declared yet. */
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
