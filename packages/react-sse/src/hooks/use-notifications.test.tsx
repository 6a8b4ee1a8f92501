import { act } from "@testing-library/react";
import {
  notificationEvent as event,
  notificationsGreeting as greeting,
  leftovers,
  nothing,
} from "@tidings/client/testing";
import { renderToString } from "react-dom/server";
import { beforeEach, expect, test } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { TidingsProvider } from "./tidings-provider.tsx";
import { type NotificationsResult, useNotifications } from "./use-notifications.ts";

let result: NotificationsResult;
let renders = 0;
beforeEach(() => {
  renders = 0;
});

function Inbox() {
  result = useNotifications();
  renders += 1;
  return <p>{result.notifications.map(({ text }) => text).join(", ")}</p>;
}

const saved = (position: number) => event({ event: "success", data: { message: `Saved ${position}` } }, position);

test("003 notification, system, success and error are kept newest first, worded by the contract", async () => {
  const page = await renderTidings(<Inbox />);
  await page.stream(
    greeting,
    event({ event: "notification", data: { title: "Welcome!", message: "Thanks for joining!" } }, 1),
    event({ event: "system", data: { message: "Maintenance at 2 AM", level: "warning" } }, 2),
    event({ event: "success", data: { message: "Saved" } }, 3),
    event({ event: "error", data: { error: "The upload failed" } }, 4),
    event({ event: "update", data: { type: "post", data: {} } }, 5),
    event({ event: "progress", data: { operationId: "u", progress: 10 } }),
    event({ event: "custom_event", data: { message: "for the page" } }),
  );
  const at = page.host.now();
  expect(result.notifications).toEqual([
    { id: "e:4", event: "error", tone: "danger", text: "The upload failed", at, isRead: false },
    { id: "e:3", event: "success", tone: "success", text: "Saved", at, isRead: false },
    { id: "e:2", event: "system", tone: "warning", text: "Maintenance at 2 AM", at, isRead: false },
    {
      id: "e:1",
      event: "notification",
      tone: "info",
      title: "Welcome!",
      text: "Thanks for joining!",
      at,
      isRead: false,
    },
  ]);
});

test("003 notifyJobCompletion: a job that went wrong looks like it", async () => {
  const page = await renderTidings(<Inbox />);
  const job = (result: "success" | "error") => ({
    type: "job_completion",
    jobId: "j",
    result,
    title: "Job",
    message: "x",
  });
  await page.stream(
    greeting,
    event({ event: "notification", data: job("success") }, 1),
    event({ event: "notification", data: job("error") }, 2),
    event({ event: "notification", data: { result: "error", message: "no job at all" } }, 3),
  );
  expect(result.notifications.map(({ tone }) => tone)).toEqual(["info", "danger", "success"]);
});

test("one is marked as read and unread again, all at once, and all forgotten", async () => {
  const page = await renderTidings(<Inbox />);
  await page.stream(greeting, saved(1), saved(2));
  const read = () => result.notifications.map(({ isRead }) => isRead);
  act(() => result.markRead("e:1"));
  expect(read()).toEqual([false, true]);
  act(() => result.markRead("e:1", false));
  expect(read()).toEqual([false, false]);
  act(() => result.markAllRead());
  expect(read()).toEqual([true, true]);
  act(() => result.clear());
  expect(result.notifications).toEqual([]);
  await page.send(saved(3));
  expect(result.notifications).toHaveLength(1);
});

test("it keeps 100; the oldest go", async () => {
  const page = await renderTidings(<Inbox />);
  await page.stream(greeting, ...Array.from({ length: 130 }, (_, index) => saved(index + 1)));
  expect(result.notifications).toHaveLength(100);
  expect(result.notifications.at(-1)?.text).toBe("Saved 31");
});

test("what the page has no use for renders nothing", async () => {
  const page = await renderTidings(<Inbox />);
  await page.stream(greeting);
  const before = renders;
  await page.send(
    event({ event: "custom_event", data: 1 }),
    event({ event: "update", data: { type: "x", data: 1 } }, 1),
  );
  expect(renders).toBe(before);
  await page.send(saved(2));
  expect(renders).toBeGreaterThan(before);
});

test("components share one connection and its marks; who comes back finds what was there", async () => {
  const page = await renderTidings([<Inbox key="1" />, <Inbox key="2" />]);
  await page.stream(greeting, saved(1));
  expect(page.server.requests).toHaveLength(1);
  act(() => result.markRead("e:1"));
  await page.show(null);
  await page.show(<Inbox />);
  expect(result.notifications).toMatchObject([{ id: "e:1", isRead: true }]);
});

test("C12.1: leaves nothing behind", async () => {
  const page = await renderTidings(<Inbox />);
  await page.stream(greeting, saved(1));
  await page.leave();
  await page.advance(1_000);
  expect(leftovers(page)).toEqual(nothing);
});

test("a server renders it empty and opens nothing", async () => {
  const page = await renderTidings(null);
  const html = renderToString(
    <TidingsProvider client={page.client}>
      <Inbox />
    </TidingsProvider>,
  );
  expect(html).toContain("<p></p>");
  expect(page.server.requests).toHaveLength(0);
});
