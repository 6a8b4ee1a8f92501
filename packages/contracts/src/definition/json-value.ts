/**
 * The most levels of lists and objects that a payload may have. Parsers of other languages have limits not far above
 * it.
 */
const MAX_DEPTH = 500;

/** A part of a value that JSON leaves out or changes. */
export interface JsonFault {
  /** Where it is; empty for the value itself. */
  readonly path: readonly (string | number)[];
  /** What is there and what to send instead. */
  readonly problem: string;
}

/** What {@link scanJson} found. */
export interface JsonScan {
  /** The first part that would not arrive as it is; undefined where everything arrives. */
  readonly fault: JsonFault | undefined;
  /** Whether some property is undefined. It is left out of the JSON text. */
  readonly dropsProperties: boolean;
  /** Whether the JSON text is certainly longer than the bound; the rest of the value was not looked at. */
  readonly tooLong: boolean;
}

/**
 * Looks for parts that do not survive `JSON.parse(JSON.stringify(value))`. Text, booleans, null, finite numbers but -0,
 * lists and plain objects of these survive. A property that is undefined counts as absent.
 *
 * @param maxLength Characters of JSON text after which the search ends. Default Infinity.
 * @throws whatever a getter of the value throws
 * @see docs/spec/delivery.md D13.3
 */
export function scanJson(value: unknown, maxLength = Number.POSITIVE_INFINITY): JsonScan {
  const state = { left: maxLength, dropsProperties: false };
  const fault = search(value, state, 0);
  return { fault, dropsProperties: state.dropsProperties, tooLong: fault === undefined && state.left < 0 };
}

/** A fault as one line: `path: problem`. */
export function describeFault({ path, problem }: JsonFault): string {
  if (path.length === 0) return problem;
  const where = path.length > 10 ? `${path.slice(0, 10).join(".")}...` : path.join(".");
  return `${where}: ${problem}`;
}

interface State {
  /** Characters that the JSON text may still have. Every part subtracts at least a lower bound of its own length. */
  left: number;
  dropsProperties: boolean;
}

type Loose = { readonly [key: string]: unknown };
type Fault = { readonly path: (string | number)[]; readonly problem: string };

/** Builds no path on the way down, because every publication pays for this walk and faults are rare. */
function search(value: unknown, state: State, depth: number): Fault | undefined {
  switch (typeof value) {
    case "string":
      state.left -= value.length + 2;
      return undefined;
    case "number":
      state.left -= 1;
      if (Number.isFinite(value) && !Object.is(value, -0)) return undefined;
      return faultOf(Object.is(value, -0) ? "is -0; send 0" : `is ${value}; send a finite number, or null`);
    case "boolean":
      state.left -= 4;
      return undefined;
    case "object":
      if (value === null) {
        state.left -= 4;
        return undefined;
      }
      if (depth > MAX_DEPTH)
        return faultOf(`is nested deeper than ${MAX_DEPTH} levels, or holds itself; send a flat copy`);
      state.left -= 2;
      return Array.isArray(value) ? searchList(value, state, depth) : searchObject(value, state, depth);
    case "undefined":
      return faultOf("is undefined; send null, or leave the property out");
    case "bigint":
      return faultOf("is a BigInt; send it as text");
    default:
      return faultOf(`is a ${typeof value}; send plain data`);
  }
}

function searchList(list: readonly unknown[], state: State, depth: number): Fault | undefined {
  if (hasToJson(list)) return faultOf("has a toJSON method; send what it returns");
  // By index: a hole in the list is undefined here and would arrive as null.
  for (let index = 0; index < list.length; index += 1) {
    if (index > 0) state.left -= 1;
    const fault = search(list[index], state, depth + 1);
    if (fault !== undefined) return at(index, fault);
    if (state.left < 0) return undefined;
  }
  if (Object.keys(list).length > list.length)
    return faultOf("is a list with properties of its own; send those in a field of their own");
  return symbolKeys(list);
}

function searchObject(object: object, state: State, depth: number): Fault | undefined {
  if (!isPlain(object)) return faultOf(`is ${nameOf(object)}`);
  if (hasToJson(object)) return faultOf("has a toJSON method; send what it returns");
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) {
      state.dropsProperties = true;
      continue;
    }
    state.left -= key.length + 3;
    const fault = search(value, state, depth + 1);
    if (fault !== undefined) return at(key, fault);
    if (state.left < 0) return undefined;
  }
  return symbolKeys(object);
}

function symbolKeys(value: object): Fault | undefined {
  if (Object.getOwnPropertySymbols(value).length === 0) return undefined;
  return faultOf("has a property whose name is a symbol; give it a name that is a text");
}

/** Plain objects of another realm count too, for example those of a worker or a test environment. */
function isPlain(object: object): object is Loose {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === null || prototype === Object.prototype) return true;
  return (
    typeof prototype === "object" &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, "isPrototypeOf")
  );
}

/**
 * Finds inherited and hidden ones too, because JSON.stringify calls them all. A plain read takes a tenth of the time of
 * `in`.
 */
function hasToJson(value: object): boolean {
  const { toJSON }: { readonly toJSON?: unknown } = value;
  return typeof toJSON === "function";
}

function nameOf(object: object): string {
  if (object instanceof Date) return "a Date; send its toISOString()";
  if (object instanceof Map) return "a Map; send Object.fromEntries of it";
  if (object instanceof Set) return "a Set; send it as a list";
  if (object instanceof Error) return "an Error; send the text that readers need";
  if (ArrayBuffer.isView(object) || object instanceof ArrayBuffer)
    return "binary data; send it as a list, or as base64";
  return `an object of ${object.constructor?.name || "a class"}; send a plain object`;
}

function faultOf(problem: string): Fault {
  return { path: [], problem };
}

function at(key: string | number, fault: Fault): Fault {
  fault.path.unshift(key);
  return fault;
}
