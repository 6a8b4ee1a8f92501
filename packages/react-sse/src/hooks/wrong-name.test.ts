import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const source = `
import { createClient, createLiveQuery } from "@tidings/client";
import type { EventStream, ListenableName } from "@tidings/client";
import type { AnyStream, EventName } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { useStreamEvent } from "@tidings/react-sse";
const client = createClient();
const orders = client.open(ordersStream);
orders.on("order_status_updated", () => {});
orders.on(String(1), () => {});
client.open(notificationsStream).on(7, () => {});
useStreamEvent(ordersStream, "order_status_updated", () => {});
createLiveQuery({ client, stream: ordersStream, load: async () => ({ data: 0 }), apply: { gone: () => 1 } });
export function own<S extends AnyStream, N extends ListenableName<S>>(stream: EventStream<S>, name: N) {
  return stream.on(name, ({ data }) => data);
}
export function named<S extends AnyStream, N extends EventName<S>>(stream: S, name: N) {
  useStreamEvent(stream, name, ({ data }) => data);
}
`;

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), "../..");
const tsc = join(dirname(fileURLToPath(import.meta.resolve("typescript/package.json"))), "bin/tsc");
/** Inside the package, so that names of packages mean there what they mean here; no commit ever takes it along. */
const folder = mkdtempSync(join(packageFolder, "node_modules/.wrong-name-"));
let lines: readonly string[] = [];

beforeAll(() => {
  writeFileSync(join(folder, "page.ts"), source);
  const config = { extends: "@tidings/tsconfig/browser.json", files: ["page.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8" });
  lines = stdout.trimEnd().split("\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the compiler says of the lines with this text, and nothing else of them. */
function refusalsOf(text: string): readonly string[] {
  const numbers = source.split("\n").flatMap((line, at) => (line.includes(text) ? [at + 1] : []));
  return lines.flatMap((line) => {
    const [, number, words = ""] = /page\.ts\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
    return numbers.includes(Number(number)) ? [words] : [];
  });
}

const names = `'"connected" | "order_status_update"'.`;

it("C9.2: a compiler that refuses an event's name prints the names that there are, not the whole stream", () => {
  const refused = `Argument of type '"order_status_updated"' is not assignable to parameter of type ${names}`;
  expect(refusalsOf('orders.on("order')).toEqual([refused]);
  expect(refusalsOf("useStreamEvent(ordersStream")).toEqual([refused]);
  expect(refusalsOf("String(1)")).toEqual([
    `Argument of type 'string' is not assignable to parameter of type ${names}`,
  ]);
});

it("C9.2: so it does where a stream takes any name, and what is given is none", () => {
  const [words] = refusalsOf(".on(7");
  expect(words).toMatch(/^Argument of type '7' is not .* '"connected" \| .*"user_activity" \| \(string & /);
  expect(words).not.toContain("StreamDefinition");
});

it("C9.2: of a live query's reducers it prints the names first", () => {
  const [words] = refusalsOf("apply: { gone");
  expect(words).toContain(`'gone' does not exist in type 'Reducers<"connected" | "order_status_update", number, `);
});

it("C9.2: code for any stream compiles with the names of any stream", () => {
  expect(lines).toHaveLength(5);
});
