import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Say, sections } from "./sections.ts";

// pnpm bench [--json] [--quick] [--only fanOut,publish]: what the README quotes. Absolute figures belong to one machine
// and moment; the ratios come from one run. Everything stays on the loopback interface, bounded in count and time (about
// ten minutes in all).

const { values } = parseArgs({
  options: { json: { type: "boolean" }, quick: { type: "boolean" }, only: { type: "string" } },
});
const names = Object.keys(sections);
const only = values.only?.split(",") ?? names;
const unknown = only.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`--only knows ${names.join(", ")}, separated by commas; not ${unknown.join(", ")}\n`);
  process.exit(1);
}

const say: Say = (line) => void (values.json || process.stdout.write(`${line}\n`));
const machine = `${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.versions.node}`;
say(`Machine: ${machine}\n`);

const result: Record<string, unknown> = { machine };
for (const [name, measure] of Object.entries(sections)) {
  if (only.includes(name)) result[name] = await measure(say, values.quick ?? false);
}
if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
