import { sampleUsers } from "@tidings/contracts/auth";
import { notificationsStream } from "@tidings/contracts/notifications";
import { defineScenario, repeat, type Scenario } from "../scenario/scenario.ts";
import type { NotificationsMock } from "./notifications-mock.ts";

/** The ready scenarios of {@link notificationsScenarios}. */
export type NotificationsScenarioName = "upload" | "failedUpload" | "busyInbox";

/**
 * Ready scenarios for a notifications mock.
 *
 * @example play(mock.server, notificationsScenarios(mock).upload)
 */
export function notificationsScenarios({
  send,
}: Pick<NotificationsMock, "send">): Readonly<Record<NotificationsScenarioName, Scenario>> {
  const progress = (operationId: string, percent: number, message: string) => () =>
    void send({
      event: "progress",
      data: { operationId, progress: percent, message, metadata: { name: operationId } },
    });

  return {
    upload: defineScenario(notificationsStream, "An upload, and a warning", (after) => [
      repeat(10, (round) => [after(400).run("Upload some more", progress("holiday.jpg", round * 10, "Uploading…"))]),
      after(400).run("Finish the upload", () => {
        const data = { message: "holiday.jpg was uploaded", data: { operationId: "holiday.jpg" } };
        send({ event: "success", data });
      }),
      after(2000).run("Warn of maintenance", () => {
        send({ event: "system", data: { message: "Maintenance scheduled for 2 AM", level: "warning" } });
      }),
    ]),
    failedUpload: defineScenario(notificationsStream, "An upload that fails", (after) => [
      repeat(5, (round) => [after(400).run("Upload some more", progress("report.pdf", round * 8, "Uploading…"))]),
      after(800).run("Fail", () => {
        const data = { error: "report.pdf was not uploaded: the disk is full", context: { operationId: "report.pdf" } };
        send({ event: "error", data });
      }),
    ]),
    busyInbox: defineScenario(notificationsStream, "A busy inbox", (after) => [
      repeat(12, (round) => [
        after(250).run("Notify Ada", () => {
          const data = { title: `Letter ${round + 1}`, message: "Someone wrote to you" };
          send({ event: "notification", data }, sampleUsers.ada.id);
        }),
      ]),
    ]),
  };
}
