import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { histogram } from "./histogram.ts";
import { createOrdersFile } from "./orders-file.ts";
import { openPages } from "./pages-process.ts";
import { freePort, startServer } from "./server-process.ts";
import { until } from "./until.ts";
import { createVerdict } from "./verdict.ts";

// A rolling restart: SIGTERM under load, the next server as soon as the first is gone.

const PAGES = Number(process.env.PAGES ?? 1_000);
const CHANGES_PER_SECOND = 400;
const DRAIN_MS = 3_000;
/** What the server allows itself after the window for bytes that are not taken. */
const GRACE_MS = 3_000;

using file = createOrdersFile(PAGES);
const { say, rule, write } = createVerdict();
const secret = randomBytes(32).toString("base64");
const port = await freePort();
const env = { DRAIN_MS: String(DRAIN_MS) };
const start = () => startServer({ directory: file.directory, port, secret, env });

let server = await start();
const pages = await openPages({ url: server.url, secret, count: PAGES, processes: 2 });
let changes = 0;
const changing = setInterval(() => {
  const users = Array.from({ length: CHANGES_PER_SECOND / 20 }, () => Math.floor(Math.random() * PAGES));
  file.change(users);
  changes += users.length;
}, 50);
await wait(3_000);

pages.forget();
const termAt = Date.now();
const { code, tookMs } = await server.terminate();
server = await start();
const upAt = Date.now();
const allBack = await until(90_000, async () => (await pages.state()).greeted >= PAGES);
await wait(2_000);
clearInterval(changing);

const expected = file.revisions();
const allEqual = await until(30_000, async () =>
  (await pages.state()).revisions.every(([user, revision]) => revision === expected[user]),
);
const { greetings, lost, doubled, gaps, revisions } = await pages.state();
const behind = revisions.filter(([user, revision]) => revision !== expected[user]).length;

say(`pages                         ${revisions.length}`);
say(`changes of orders             ${changes}, ${CHANGES_PER_SECOND}/s, also while nobody ran`);
say(`from SIGTERM to the exit      ${tookMs} ms, with DRAIN_MS=${DRAIN_MS}`);
say(`from SIGTERM to the next      ${upAt - termAt} ms`);
say(`last page back                ${Math.max(...greetings) - upAt} ms after the next server listened`);
say("");
rule(`the process ended by itself, with code 0 (${code})`, code === 0);
rule(`and before its deadline of ${DRAIN_MS + GRACE_MS} ms (${tookMs} ms)`, tookMs < DRAIN_MS + GRACE_MS);
rule(`every page is back (${greetings.length} greetings)`, allBack);
rule(`no gap was declared (${gaps})`, gaps === 0);
rule(`no change was lost (${lost}) or came twice (${doubled})`, lost === 0 && doubled === 0);
rule(`every page ends equal to the database (${behind} behind)`, allEqual);
say("");
say("pages greeted, by time since the next server listened, in steps of 250 ms");
for (const line of histogram(greetings, upAt, 250)) say(line);

write(
  "drain.md",
  `# SIGTERM under load

\`pnpm --filter @tidings/simulation drain\`: ${PAGES.toLocaleString("en")} pages with the real \`@tidings/client\` hold a stream each on the real
server while another process changes orders in the database. The server gets SIGTERM, ends the streams over its window
and exits; the next one starts right after.`,
);
await pages.close();
await server.terminate();
