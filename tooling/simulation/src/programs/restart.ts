import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { histogram, peakShare } from "./histogram.ts";
import { createOrdersFile } from "./orders-file.ts";
import { openPages } from "./pages-process.ts";
import { freePort, startServer } from "./server-process.ts";
import { until } from "./until.ts";
import { createVerdict } from "./verdict.ts";

// The server is killed under 5,000 pages while orders change, and started again.

const PAGES = Number(process.env.PAGES ?? 5_000);
const CHANGES_PER_SECOND = 200;
const DOWN_MS = 2_000;
const BIN_MS = 250;

using file = createOrdersFile(PAGES);
const { say, rule, write } = createVerdict();
const secret = randomBytes(32).toString("base64");
const port = await freePort();
const start = () => startServer({ directory: file.directory, port, secret });

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
const killedAt = Date.now();
await server.kill();
await wait(DOWN_MS);
server = await start();
const upAt = Date.now();
const allBack = await until(90_000, async () => (await pages.state()).greeted >= PAGES);
await wait(2_000);
clearInterval(changing);

const expected = file.revisions();
const allEqual = await until(30_000, async () =>
  (await pages.state()).revisions.every(([user, revision]) => revision === expected[user]),
);
const { greetings, attempts, lost, doubled, gaps, revisions } = await pages.state();
const behind = revisions.filter(([user, revision]) => revision !== expected[user]).length;
const last = Math.max(...greetings) - upAt;
const peak = peakShare(greetings, upAt, BIN_MS);

say(`pages                         ${revisions.length}`);
say(`changes of orders             ${changes}, ${CHANGES_PER_SECOND}/s, also while nobody ran`);
say(`from kill -9 to listening     ${upAt - killedAt} ms`);
say(
  `requests until all were back  ${attempts.length} (${(attempts.length / PAGES).toFixed(1)} a page, refused ones too)`,
);
say(`last page back                ${last} ms after the server listened`);
say("");
rule(`every page is back (${greetings.length} greetings)`, allBack);
rule(`no gap was declared (${gaps})`, gaps === 0);
rule(`no change was lost (${lost}) or came twice (${doubled})`, lost === 0 && doubled === 0);
rule(`every page ends equal to the database (${behind} behind)`, allEqual);
rule(
  `the return is spread: ${(peak * 100).toFixed(1)} % of the pages in the fullest ${BIN_MS} ms, at most 25 %`,
  peak <= 0.25,
);
say("");
say(`pages greeted, by time since the server listened again, in steps of ${BIN_MS} ms`);
for (const line of histogram(greetings, upAt, BIN_MS)) say(line);
say("");
say(
  `requests sent, by time since the kill, in steps of ${BIN_MS} ms; the server listened from ${upAt - killedAt} ms on`,
);
for (const line of histogram(attempts, killedAt, BIN_MS)) say(line);

write(
  "restart.md",
  `# 5,000 pages and a server that is killed

\`pnpm --filter @tidings/simulation run restart\`: ${PAGES.toLocaleString("en")} pages with the real \`@tidings/client\` hold a
stream each on the real server. It is killed with \`kill -9\` and started again ${DOWN_MS / 1_000} s later, while another process changes
orders in the database all the time. Every change raises its order's revision by one, so that a page knows of each
change that it missed or got twice.`,
);
await pages.close();
await server.terminate();
