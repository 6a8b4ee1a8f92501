import { notificationEvent as event, notificationsGreeting as greeting } from "@tidings/client/testing";
import { expect, test } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { useOperationAnnouncements } from "./use-operation-announcements.ts";

function Page() {
  useOperationAnnouncements();
  return null;
}

async function open() {
  const page = await renderTidings(<Page />);
  await page.stream(greeting);
  const spoken = () => page.container.querySelector("[aria-live=polite]")?.textContent;
  return { ...page, spoken };
}

const progress = (percent: number) =>
  event({ event: "progress", data: { operationId: "upload", progress: percent, metadata: { name: "holiday.jpg" } } });

test("a hundred steps are two words: half-way, and done", async () => {
  const page = await open();
  for (let percent = 0; percent < 50; percent++) await page.send(progress(percent));
  expect(page.spoken()).toBe("");
  await page.send(progress(50));
  expect(page.spoken()).toBe("holiday.jpg: half-way");
  for (let percent = 51; percent < 100; percent++) await page.send(progress(percent));
  await page.advance(3_000);
  expect(page.spoken()).toBe("");
  await page.send(progress(100));
  expect(page.spoken()).toBe("holiday.jpg: done");
});

test("an end told by an event of its own is that event's to announce", async () => {
  const page = await open();
  const failed = { error: "the disk is full", context: { operationId: "upload" } };
  await page.send(progress(10), event({ event: "error", data: failed }, 1));
  expect(page.spoken()).toBe("");
});

test("the end takes the place of a half that was not said yet", async () => {
  const page = await open();
  await page.send(event({ event: "progress", data: { operationId: "other", progress: 100 } }));
  await page.send(progress(10), progress(60), progress(100));
  expect(page.spoken()).toBe("other: done");
  await page.advance(3_000);
  expect(page.spoken()).toBe("holiday.jpg: done");
});
