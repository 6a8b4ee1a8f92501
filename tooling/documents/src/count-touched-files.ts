// Adds an event and a stream to a copy of the tree, compiles the packages that they reach, and prints how many files
// each one touched: `node tooling/documents/src/count-touched-files.ts`. A place that moved makes it fail by name.
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
/** What is compiled in the copy. The server and the demo are edited there and not compiled. */
const COMPILED = ["packages/wire", "packages/contracts", "packages/client", "packages/mocks"];

/** A file that exists already: what is put in, and before which text, its first or its last place. */
interface Edit {
  readonly file: string;
  readonly before: string;
  readonly insert: string;
  readonly at?: "first" | "last";
}

/** What somebody does who adds something. */
interface Change {
  readonly name: string;
  /** By path, the text of each new file. */
  readonly adds: Readonly<Record<string, string>>;
  readonly edits: readonly Edit[];
}

const event: Change = {
  name: "an event of an existing stream (orders)",
  adds: {},
  edits: [
    {
      file: "packages/contracts/src/orders/stream.ts",
      before: "/** `GET /api/orders/stream`",
      insert: `/** The kitchen wrote something about an order. */
export const order_note = defineEvent({
  description: "The kitchen wrote something about an order",
  schema: z.object({ order_id: z.string(), note: z.string() }),
  delivery: { durable: true },
  display: ({ note }) => ({ tone: "info", announce: "polite", summary: note }),
  samples: { valid: [{ order_id: "o", note: "Out of rye" }], invalid: [{ order_id: "o" }] },
});

`,
    },
    {
      file: "packages/contracts/src/orders/stream.ts",
      before: "order_status_update },",
      insert: "order_note, ",
      at: "last",
    },
    {
      file: "packages/contracts/src/orders/policy.ts",
      before: "/**\n * What a changed order tells its owner",
      insert: `/** What the kitchen's note tells the order's owner. */
export function orderNoteEvent(order_id: string, note: string) {
  return { event: "order_note", data: { order_id, note } } as const;
}

`,
    },
    { file: "packages/contracts/src/orders/index.ts", before: "orderStatusEvent,", insert: "orderNoteEvent,\n  " },
    {
      file: "packages/client/src/orders/orders-query.ts",
      before: "order_status_update(history",
      insert: "order_note: (history) => history,\n      ",
    },
    { file: "apps/server/src/domains/orders/map-order-change.ts", before: "\n/**\n * What a changed", insert: "" },
  ],
};

const stream: Change = {
  name: "a stream with a domain of its own (deliveries)",
  adds: {
    "packages/contracts/src/deliveries/stream.ts": `import * as z from "zod/mini";
import { defineEvent } from "../definition/event.ts";
import { defineStream } from "../definition/stream.ts";

/** A parcel is somewhere else. */
export const parcel_moved = defineEvent({
  description: "A parcel is somewhere else",
  schema: z.object({ parcel: z.string(), place: z.string() }),
  samples: { valid: [{ parcel: "p", place: "Depot" }], invalid: [{ parcel: "p" }] },
});

/** Where a user's parcels are. Topic key: the user's id. */
export const deliveriesStream = defineStream({
  name: "deliveries",
  path: "/api/deliveries/stream",
  summary: "Where the user's parcels are",
  access: "user",
  events: { parcel_moved },
});
`,
    "packages/contracts/src/deliveries/index.ts": `export { deliveriesStream, parcel_moved } from "./stream.ts";
`,
    "packages/mocks/src/deliveries/deliveries-mock.ts": `import { deliveriesStream } from "@tidings/contracts/deliveries";
import type { MockServer } from "../server/mock-server.ts";
import { mockStream } from "../server/mock-stream.ts";

/** The deliveries in memory. */
export function createDeliveriesMock({ server }: { readonly server: MockServer }) {
  return { server, handlers: [mockStream(server, deliveriesStream)] };
}
`,
    "packages/mocks/src/deliveries/index.ts": `export { createDeliveriesMock } from "./deliveries-mock.ts";
`,
    "apps/server/src/domains/deliveries/index.ts": "",
    "apps/server/src/domains/deliveries/deliveries.ts": "",
    "apps/server/src/domains/deliveries/routes.ts": "",
    "apps/server/src/domains/deliveries/map-delivery-change.ts": "",
    "packages/react-sse/src/hooks/use-deliveries.ts": "",
    "apps/demo/src/deliveries/deliveries-page.tsx": "",
  },
  edits: [
    {
      file: "packages/contracts/src/domains.ts",
      before: "import type { AnyEndpoint }",
      insert: 'import * as deliveries from "./deliveries/index.ts";\n',
    },
    {
      file: "packages/contracts/src/domains.ts",
      before: '  { name: "records"',
      insert: '  { name: "deliveries", description: "Where parcels are", exports: deliveries },\n',
    },
    {
      file: "packages/contracts/src/testing/api/api-cases.ts",
      before: "  chat: chatApiCases",
      insert: "  deliveries: [],\n",
    },
    {
      file: "apps/server/src/store/row-triggers.ts",
      before: "];\n",
      insert: '  { table: "deliveries", columns: ["id", "place"] },\n',
    },
    {
      file: "apps/server/src/domains/served-domains.ts",
      before: "  createRecords,\n];",
      insert: "  createDeliveries,\n",
    },
    {
      file: "apps/server/src/acceptance/topics.property.test.ts",
      before: "  orders: {\n",
      insert: "  deliveries: {},\n",
    },
    {
      file: "packages/react-sse/src/index.ts",
      before: "export { type EventToastsOptions",
      insert: 'export { useDeliveries } from "./hooks/use-deliveries.ts";\n',
    },
    { file: "apps/demo/src/pages.tsx", before: '  {\n    path: "/records"', insert: '  { path: "/deliveries" },\n' },
    { file: "apps/demo/src/mocks/start.tsx", before: "  const records =", insert: "  createDeliveriesMock(app);\n" },
  ],
};

/** A copy of what git has, with each compiled package's dependencies; those of the tree are the copy's own. */
function copyTree(): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "tidings-touched-")));
  execFileSync("tar", ["-xf", "-", "-C", copy], {
    input: execFileSync("git", ["archive", "HEAD"], { cwd: ROOT, maxBuffer: 2 ** 28 }),
  });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  for (const folder of COMPILED) linkDependencies(folder, "node_modules", copy);
  return copy;
}

function linkDependencies(folder: string, path: string, copy: string): void {
  const from = join(ROOT, folder, path);
  mkdirSync(join(copy, folder, path), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith("@")) linkDependencies(folder, join(path, name), copy);
    else {
      const within = relative(ROOT, realpathSync(join(from, name)));
      const isOurs = /^(packages|tooling)\//.test(within);
      symlinkSync(isOurs ? join(copy, within) : realpathSync(join(from, name)), join(copy, folder, path, name));
    }
  }
}

function apply({ adds, edits }: Change, copy: string): void {
  for (const [path, text] of Object.entries(adds)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  for (const { file, before, insert, at = "first" } of edits) {
    const text = readFileSync(join(copy, file), "utf8");
    const place = at === "first" ? text.indexOf(before) : text.lastIndexOf(before);
    if (place === -1) throw new Error(`${file} has no longer: ${before}; correct this program and CONTRIBUTING`);
    writeFileSync(join(copy, file), text.slice(0, place) + insert + text.slice(place));
  }
}

for (const change of [event, stream]) {
  const copy = copyTree();
  try {
    apply(change, copy);
    for (const folder of COMPILED) {
      execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json", "--noEmit"], {
        cwd: join(copy, folder),
        stdio: "inherit",
      });
    }
    const edited = [...new Set(change.edits.map(({ file }) => file))];
    const added = Object.keys(change.adds);
    process.stdout.write(`${change.name}: ${edited.length} files edited, ${added.length} added\n`);
    for (const file of edited) process.stdout.write(`  edited ${file}\n`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
