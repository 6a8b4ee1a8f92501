/** What a test file can leave behind in the process that runs the next one. */
export interface ProcessState {
  readonly globals: ReadonlyMap<string, unknown>;
  readonly environment: ReadonlyMap<string, string | undefined>;
  readonly listeners: ReadonlyMap<string, number>;
  readonly resources: ReadonlyMap<string, number>;
  readonly directory: string;
}

/** Kinds of open handles that belong to whoever opened them. Timers and sockets of the test runner are not among them. */
const OWNED_RESOURCES = new Set(["TCPServerWrap", "PipeServerWrap", "ProcessWrap", "Worker"]);

/** Storage warns or throws when it is read where none was set up. By custom "__" is what a module keeps for its copies. */
const isTestable = (name: string) => !/^(localStorage|sessionStorage|__.*)$/.test(name);

/** Records the state of this process: globals, environment, listeners, working directory, open servers and children. */
export function readProcessState(): ProcessState {
  return {
    globals: new Map(
      Object.getOwnPropertyNames(globalThis)
        .filter(isTestable)
        .map((name) => [name, Reflect.get(globalThis, name)]),
    ),
    environment: new Map(Object.entries(process.env)),
    listeners: new Map(process.eventNames().map((name) => [String(name), process.listenerCount(name)])),
    resources: countOf(process.getActiveResourcesInfo().filter((kind) => OWNED_RESOURCES.has(kind))),
    directory: process.cwd(),
  };
}

/** Names what `now` has that `before` had not, one line each. Empty if the process is as it was. */
export function findLeftovers(before: ProcessState, now: ProcessState): string[] {
  return [
    ...changed(before.globals, now.globals).map(
      (name) => `the global ${name} was replaced: call vi.unstubAllGlobals()`,
    ),
    ...changed(before.environment, now.environment).map((name) => `process.env.${name} was changed: put it back`),
    ...grown(before.listeners, now.listeners).map((name) => `process has one more listener of "${name}": remove it`),
    ...grown(before.resources, now.resources).map((kind) => `a ${kind} is still open: close it`),
    ...(before.directory === now.directory ? [] : [`the working directory is ${now.directory}: change it back`]),
  ];
}

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function changed(before: ReadonlyMap<string, unknown>, now: ReadonlyMap<string, unknown>): string[] {
  const names = new Set([...before.keys(), ...now.keys()]);
  return [...names].filter((name) => !Object.is(before.get(name), now.get(name)));
}

function grown(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): string[] {
  return [...now].filter(([name, count]) => count > (before.get(name) ?? 0)).map(([name]) => name);
}
