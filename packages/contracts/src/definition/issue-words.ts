import type * as z from "zod/mini";

type Issue = z.core.$ZodRawIssue;

/** JSON's own names for what a field may be, after "must be". */
const TYPE: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "an array",
  tuple: "an array",
  null: "null",
  date: "a date",
};

/** What a text must be, after "must be". */
const FORMAT: Readonly<Record<string, string>> = {
  email: "an email address",
  url: "a URL",
  uuid: "a UUID",
  guid: "a UUID",
  datetime: "a time as 2026-02-26T09:00:00.000Z",
  date: "a date as 2026-02-26",
  time: "a time of day as 09:00:00",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
};

/** The unit in which a value that is too large or too small is measured. Numbers have none. */
const UNIT: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
  set: ["entry", "entries"],
  map: ["entry", "entries"],
  file: ["byte", "bytes"],
};

/** Names that one line quotes. */
const MAX_NAMES = 5;

/**
 * Says in plain words what is wrong with a value. Answers of servers and mocks, and errors of the hub and the client,
 * all use these words. They name the field and never quote its value, which may be a password. A schema's own message
 * replaces them.
 *
 * @param whole What the value is called if the issue belongs to no field, such as "The body".
 * @example z.safeParse(schema, value, { error: (issue) => wordIssue(issue, "The body") }) // "items[0].qty is required"
 */
export function wordIssue(issue: Issue, whole: string): string {
  const name = nameOf(issue.path ?? [], whole);
  // An issue of a key or of a list of options has no missing value of its own.
  const missing = issue.input === undefined && issue.code !== "custom" && issue.code !== "invalid_key";
  if (missing) return `${name} is required`;
  return `${name} ${demand(issue)}`;
}

/** What the value would have to be. */
function demand(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${typeWords(issue.expected)}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values)}`;
    case "too_small":
      return size(
        issue.origin,
        issue.minimum,
        issue.exact ? "exactly" : issue.inclusive === false ? "more than" : "at least",
      );
    case "too_big":
      return size(
        issue.origin,
        issue.maximum,
        issue.exact ? "exactly" : issue.inclusive === false ? "less than" : "at most",
      );
    case "invalid_format":
      return formatWords(issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_union":
      return unionWords(issue);
    case "unrecognized_keys":
      return unknownWords(issue);
    case "invalid_key":
      return "cannot be the name of a field here";
    default:
      return "is not valid; see the API documents";
  }
}

function typeWords(type: string): string {
  return TYPE[type] ?? (type === "never" || type === "undefined" ? "left out" : `a ${type}`);
}

function oneOf(values: readonly z.core.util.Primitive[]): string {
  return values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.map(String).join(", ")}`;
}

function size(origin: string, bound: number | bigint, how: string): string {
  if (origin === "date")
    return `must be ${how === "at least" ? "at or after" : "at or before"} ${isoOf(Number(bound))}`;
  const unit = UNIT[origin];
  if (unit === undefined) return `must be ${how} ${bound}`;
  if (how === "at least" && Number(bound) === 1) return "must not be empty";
  return `must have ${how} ${bound} ${Number(bound) === 1 ? unit[0] : unit[1]}`;
}

function isoOf(time: number): string {
  return Number.isNaN(new Date(time).getTime()) ? "the time allowed" : new Date(time).toISOString();
}

function formatWords(issue: Extract<Issue, { readonly code: "invalid_format" }>): string {
  const { format, prefix, suffix, includes, pattern } = issue;
  if (format === "starts_with") return `must start with ${JSON.stringify(prefix)}`;
  if (format === "ends_with") return `must end with ${JSON.stringify(suffix)}`;
  if (format === "includes") return `must hold ${JSON.stringify(includes)}`;
  if (format === "regex") return `must match ${pattern}`;
  return `must be ${FORMAT[format] ?? `a valid ${format}`}`;
}

/** Names the unknown fields and the known ones, so that the caller sees a wrong case or a misspelling at once. */
function unknownWords({ keys, inst }: Extract<Issue, { readonly code: "unrecognized_keys" }>): string {
  const def: unknown = inst?._zod.def;
  const shape = typeof def === "object" && def !== null && "shape" in def ? def.shape : undefined;
  const known = typeof shape === "object" && shape !== null ? Object.keys(shape) : [];
  const unknown = keys.slice(0, MAX_NAMES).map(quote).join(", ");
  return `takes no ${unknown}${known.length === 0 ? "" : `; it takes ${known.join(", ")}`}`;
}

/** For a union: the types that would be accepted, or the first issue of each form. */
function unionWords(issue: Extract<Issue, { readonly code: "invalid_union" }>): string {
  if (issue.inclusive === false) return "fits several of its forms; it must fit one";
  const { options = discriminants(issue), errors } = issue;
  if (options.length > 0) return `must be ${oneOf(options)}`;
  const firsts = errors.flatMap(([first]) => (first === undefined ? [] : [first]));
  const types = firsts.filter((first) => first.path.length === 0 && first.code === "invalid_type");
  if (types.length === firsts.length) {
    const words = types.map((type) => (type.code === "invalid_type" ? typeWords(type.expected) : ""));
    return `must be ${[...new Set(words)].join(" or ")}`;
  }
  return `must fit one of its forms: ${[...new Set(firsts.map(({ message }) => message))].join(", or ")}`;
}

/** The allowed values of the field that tells a union's forms apart. zod before 4.4 has no `options` for it. */
function discriminants({ inst }: Issue): readonly z.core.util.Primitive[] {
  if (inst === undefined || !("propValues" in inst._zod) || !("discriminator" in inst._zod.def)) return [];
  return [...(inst._zod.propValues?.[String(inst._zod.def.discriminator)] ?? [])];
}

/** `items[0].qty`: as a program would write it. */
function nameOf(path: readonly PropertyKey[], whole: string): string {
  if (path.length === 0) return whole;
  return path.reduce<string>((name, key) => {
    if (typeof key === "number") return `${name}[${key}]`;
    const text = String(key);
    const plain = /^[\w.-]{1,64}$/.test(text);
    if (name === "") return plain ? text : quote(text);
    return plain ? `${name}.${text}` : `${name}[${quote(text)}]`;
  }, "");
}

/** A name that came from the caller, shortened. */
function quote(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);
}
