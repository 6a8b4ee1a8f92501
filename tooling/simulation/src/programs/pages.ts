import { setTimeout as wait } from "node:timers/promises";
import { type Client, createClient } from "@tidings/client";
import { listOrders, ordersStream } from "@tidings/contracts/orders";
import { userId } from "./orders-file.ts";
import type { PagesCommand, PagesReport } from "./pages-process.ts";
import { signToken } from "./token.ts";

// A process full of pages: each with the real client, a snapshot, and the stream from it. Loopback only; ends with
// whoever started it.

/** Pages that start at once: more would measure the listen queue of the machine. */
const AT_A_TIME = 50;

interface Page {
  readonly user: number;
  readonly client: Client;
  revision: number;
}

const pages: Page[] = [];
let greetings: number[] = [];
let attempts: number[] = [];
let lost = 0;
let doubled = 0;
let gaps = 0;
let greeted = 0;

function report(message: PagesReport): void {
  process.send?.(message);
}

async function open(url: string, secret: string, user: number): Promise<void> {
  const token = signToken(userId(user), secret);
  const client = createClient({
    baseUrl: url,
    auth: { token: () => token },
    host: {
      fetch(address, init) {
        attempts.push(Date.now());
        return fetch(address, init);
      },
    },
  });
  const { data, position } = await client.call(listOrders, {});
  const page: Page = { user, client, revision: data[0]?.revision ?? 0 };
  pages.push(page);
  const stream = client.open(ordersStream, position === undefined ? {} : { from: position });
  const first = Promise.withResolvers<void>();
  stream.on("connected", ({ data: { resume } }) => {
    greetings.push(Date.now());
    greeted += 1;
    if (resume === "gap") gaps += 1;
    first.resolve();
  });
  // Every change makes one event and raises the revision by one: what is missing or comes twice shows.
  stream.on("order_status_update", ({ data: { revision } }) => {
    if (revision <= page.revision) doubled += 1;
    else lost += revision - page.revision - 1;
    page.revision = Math.max(page.revision, revision);
  });
  await first.promise;
}

async function openAll({ url, secret, from, count }: Extract<PagesCommand, { type: "open" }>): Promise<void> {
  let next = from;
  const worker = async () => {
    while (next < from + count) {
      const user = next;
      next += 1;
      await open(url, secret, user);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  greetings = [];
  attempts = [];
  greeted = 0;
  report({ type: "open" });
}

process.on("message", (command: PagesCommand) => {
  if (command.type === "open") void openAll(command);
  else if (command.type === "forget") {
    greetings = [];
    attempts = [];
    greeted = 0;
  } else {
    const revisions = pages.map(({ user, revision }): [number, number] => [user, revision]);
    report({ type: "state", greetings, attempts, greeted, lost, doubled, gaps, revisions });
  }
});
process.on("disconnect", async () => {
  for (const { client } of pages) client.close();
  await wait(0);
  process.exit(0);
});
