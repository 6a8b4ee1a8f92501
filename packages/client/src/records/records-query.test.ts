import {
  listAppointments,
  listPrescriptions,
  listRecords,
  recordsStream,
  sampleAppointment,
  samplePrescription,
  sampleRecord,
} from "@tidings/contracts/records";
import { expect, it } from "vitest";
import { settle } from "../testing/fake-host.ts";
import { leftovers, nothing, setUp } from "../testing/set-up.ts";
import { createRecordsQuery } from "./records-query.ts";

const hello = {
  event: "connected",
  data: JSON.stringify({
    message: "Connected to the event stream",
    userId: sampleRecord.userId,
    events: null,
    timestamp: sampleRecord.createdAt,
    connectionId: "c",
    heartbeatMs: 30_000,
    position: "e:1",
    resume: "complete",
  }),
};
const event = (name: string, position: number, data: object) => ({
  event: name,
  id: `e:${position}`,
  data: JSON.stringify(data),
});

async function start(options?: Parameters<typeof createRecordsQuery>[1]) {
  const rig = setUp();
  const query = createRecordsQuery(rig.client, options);
  const paths = () => rig.server.requests.map(({ url }) => url.pathname + url.search);
  const answer = async (path: string, data: readonly object[], position?: string) => {
    const request = rig.server.requests.findLast(({ url }) => url.pathname === path);
    await request?.answer(200, { success: true, data, ...(position !== undefined && { position }) });
    await settle();
  };
  await settle();
  const load = async (position: string) => {
    await answer(listRecords.path, [sampleRecord], position);
    await answer(listPrescriptions.path, [samplePrescription]);
    await answer(listAppointments.path, [sampleAppointment]);
  };
  return { ...rig, query, paths, answer, load };
}

it("C1.1: reads the position before every row, then streams from it", async () => {
  const { load, answer, paths, server } = await start();
  expect(paths()).toEqual([listRecords.path]);
  await answer(listRecords.path, [sampleRecord], "e:1");
  expect(paths().slice(1).sort()).toEqual([listAppointments.path, `${listPrescriptions.path}?scope=own`]);
  await load("e:1");
  expect(server.last.url.pathname).toBe(recordsStream.path);
  expect(server.last.headers.get("last-event-id")).toBe("e:1");
});

it("004 records, prescriptions and reminders are kept up by their events", async () => {
  const { load, query, server, host, paths } = await start();
  await load("e:1");
  await server.last.accept();
  await server.last.send(
    hello,
    event("record.updated", 2, { ...sampleRecord, title: "Second blood test", revision: 2, changes: ["title"] }),
    event("record.created", 3, { ...sampleRecord, id: "other" }),
    event("prescription.statusChanged", 4, {
      ...samplePrescription,
      prescriptionId: samplePrescription.id,
      previousStatus: "ready",
      status: "collected",
      revision: 3,
    }),
    event("appointment.reminder", 5, { ...sampleAppointment, appointmentId: sampleAppointment.id }),
  );
  await host.frame();
  const { data } = query.getSnapshot();
  expect(data?.records.map(({ title }) => title)).toEqual(["Blood test", "Second blood test"]);
  expect(data?.records[1]).not.toHaveProperty("changes");
  expect(data?.prescriptions[0]?.status).toBe("collected");
  expect(data?.appointments[0]?.remindedAt).toBe("2026-02-26T08:00:00.000Z");
  expect(paths().filter((path) => path === listRecords.path)).toHaveLength(1);
});

it("004 news of what the list has not got makes it load again", async () => {
  const { load, server, paths } = await start({ prescriptions: "all" });
  await load("e:1");
  await server.last.accept();
  const unknown = { ...samplePrescription, prescriptionId: "new", previousStatus: null };
  await server.last.send(hello, event("prescription.statusChanged", 2, unknown));
  await settle();
  expect(paths().filter((path) => path === listRecords.path)).toHaveLength(2);
  expect(paths()).toContain(`${listPrescriptions.path}?scope=all`);
});

it("C12.1: closing while it loads leaves nothing behind", async () => {
  const rig = await start();
  await rig.answer(listRecords.path, [sampleRecord], "e:1");
  rig.query.close();
  rig.client.close();
  await settle();
  expect(leftovers(rig)).toEqual(nothing);
});
