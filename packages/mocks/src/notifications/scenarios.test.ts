import { sampleUsers } from "@tidings/contracts/auth";
import { expect, it } from "vitest";
import { createManualClock } from "../clock/manual-clock.ts";
import { play } from "../scenario/playback.ts";
import { createMockServer } from "../server/mock-server.ts";
import type { NotificationsMock } from "./notifications-mock.ts";
import { type NotificationsScenarioName, notificationsScenarios } from "./scenarios.ts";

/** What a scenario sends, to whom, and when, in milliseconds from its beginning. */
function chronicle(name: NotificationsScenarioName) {
  const clock = createManualClock(0);
  const server = createMockServer({ clock });
  const sent: [at: number, to: string, event: Parameters<NotificationsMock["send"]>[0]][] = [];
  const scenarios = notificationsScenarios({
    send: (event, userId = "everyone") => sent.push([clock.now(), userId, event]),
  });
  play(server, scenarios[name]);
  clock.advance(60_000);
  server.close();
  return sent;
}

const progress = (operationId: string, percent: number) => ({
  event: "progress",
  data: { operationId, progress: percent, message: "Uploading…", metadata: { name: operationId } },
});

it("an upload goes on by tens, succeeds, and is followed by a warning", () => {
  const file = "holiday.jpg";
  expect(chronicle("upload")).toEqual([
    ...Array.from({ length: 10 }, (_, n) => [(n + 1) * 400, "everyone", progress(file, n * 10)]),
    [4400, "everyone", { event: "success", data: { message: expect.any(String), data: { operationId: file } } }],
    [6400, "everyone", { event: "system", data: { message: expect.any(String), level: "warning" } }],
  ]);
});

it("an upload fails on its way", () => {
  const file = "report.pdf";
  expect(chronicle("failedUpload")).toEqual([
    ...Array.from({ length: 5 }, (_, n) => [(n + 1) * 400, "everyone", progress(file, n * 8)]),
    [2800, "everyone", { event: "error", data: { error: expect.any(String), context: { operationId: file } } }],
  ]);
});

it("a busy inbox gets twelve letters, which only Ada hears of", () => {
  expect(chronicle("busyInbox")).toEqual(
    Array.from({ length: 12 }, (_, n) => [
      (n + 1) * 250,
      sampleUsers.ada.id,
      { event: "notification", data: { title: `Letter ${n + 1}`, message: "Someone wrote to you" } },
    ]),
  );
});
