import { act } from "@testing-library/react";
import {
  notificationEvent as event,
  notificationsGreeting as greeting,
  leftovers,
  nothing,
} from "@tidings/client/testing";
import { expect, test } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { type OperationsResult, useOperations } from "./use-operations.ts";

let result: OperationsResult;

function Operations() {
  result = useOperations();
  return null;
}

const progress = (operationId: string, percent: number, more: object = {}) =>
  event({ event: "progress", data: { operationId, progress: percent, ...more } });

async function open() {
  const page = await renderTidings(<Operations />);
  await page.stream(greeting);
  return page;
}

test("003 progress by operationId: newest first, called by their name, done at 100 %", async () => {
  const page = await open();
  await page.send(
    progress("upload_1", 10, { message: "Processing...", metadata: { name: "holiday.jpg" } }),
    progress("upload_2", 5),
    progress("upload_1", 75, { message: "Nearly there" }),
  );
  expect(result.operations).toEqual([
    { id: "upload_2", label: "upload_2", status: "running", progress: 5 },
    { id: "upload_1", label: "holiday.jpg", status: "running", progress: 75, message: "Nearly there" },
  ]);
  await page.send(progress("upload_2", 100));
  expect(result.operations[0]).toMatchObject({ status: "done", progress: 100 });
});

test("003 success and error end the operation that they name", async () => {
  const page = await open();
  await page.send(
    progress("a", 90),
    progress("b", 40),
    progress("c", 20),
    event({ event: "success", data: { message: "Uploaded", data: { operationId: "a" } } }, 1),
    event({ event: "error", data: { error: "The disk is full", context: { operationId: "b" } } }, 2),
    event({ event: "success", data: { message: "Something else" } }, 3),
    event({ event: "error", data: { error: "Nobody's", context: { operationId: "unseen" } } }, 4),
  );
  expect(result.operations).toMatchObject([
    { id: "c", status: "running", progress: 20 },
    { id: "b", status: "failed", progress: 40, message: "The disk is full" },
    { id: "a", status: "done", progress: 100, message: "Uploaded" },
  ]);
});

test("003 notifyJobCompletion ends the operation of its job", async () => {
  const page = await open();
  const completion = (jobId: string, result: "success" | "error", position: number) =>
    event(
      { event: "notification", data: { type: "job_completion", jobId, result, title: "Job", message: result } },
      position,
    );
  await page.send(progress("a", 90), progress("b", 40), completion("a", "success", 1), completion("b", "error", 2));
  expect(result.operations).toMatchObject([
    { id: "b", status: "failed" },
    { id: "a", status: "done" },
  ]);
});

test("an operation that is begun again runs again; a dismissed one is gone until heard of", async () => {
  const page = await open();
  await page.send(progress("a", 100), progress("a", 5));
  expect(result.operations).toMatchObject([{ status: "running", progress: 5 }]);
  act(() => result.dismiss("a"));
  expect(result.operations).toEqual([]);
  await page.send(progress("a", 10));
  expect(result.operations).toHaveLength(1);
});

test("it keeps 50: finished ones go first", async () => {
  const page = await open();
  await page.send(
    progress("running", 1),
    progress("finished", 100),
    ...Array.from({ length: 49 }, (_, index) => progress(`o-${index}`, 1)),
  );
  expect(result.operations).toHaveLength(50);
  expect(result.operations.map(({ id }) => id)).not.toContain("finished");
  await page.send(progress("one more", 1));
  expect(result.operations).toHaveLength(50);
  expect(result.operations.at(-1)?.id).toBe("o-0");
});

test("C12.1: leaves nothing behind", async () => {
  const page = await open();
  await page.send(progress("a", 1));
  await page.leave();
  await page.advance(1_000);
  expect(leftovers(page)).toEqual(nothing);
});
