import { act } from "@testing-library/react";
import { type FakeRequest, leftovers, nothing } from "@tidings/client/testing";
import {
  listAppointments,
  listPrescriptions,
  listRecords,
  type Prescription,
  sampleAppointment,
  samplePrescription,
  sampleRecord,
} from "@tidings/contracts/records";
import { expect, it } from "vitest";
import { type Page, renderTidings } from "../testing/render-tidings.tsx";
import { type RecordsResult, useRecords } from "./use-records.ts";

let latest: RecordsResult;

function Records({ prescriptions = "own" }: { readonly prescriptions?: "own" | "all" }) {
  latest = useRecords({ prescriptions });
  const words = [...latest.records.map(({ title }) => title), ...latest.prescriptions.map(({ status }) => status)];
  return <p>{`${latest.status}: ${words.join(", ")}`}</p>;
}

const hello = {
  event: "connected",
  data: JSON.stringify({
    message: "Connected to the event stream",
    userId: sampleRecord.userId,
    events: null,
    timestamp: sampleRecord.createdAt,
    connectionId: "c",
    heartbeatMs: 0,
    position: "e:1",
    resume: "complete",
  }),
};

async function live(prescriptions?: "all"): Promise<Page> {
  const page = await renderTidings(<Records {...(prescriptions && { prescriptions })} />);
  const answer = (path: string, data: readonly object[]) =>
    act(async () => {
      const request: FakeRequest | undefined = page.server.requests.findLast(({ url }) => url.pathname === path);
      await request?.answer(200, { success: true, data, position: "e:1" });
      await page.host.advance(0);
    });
  await answer(listRecords.path, [sampleRecord]);
  await answer(listPrescriptions.path, [samplePrescription]);
  await answer(listAppointments.path, [sampleAppointment]);
  await page.stream(hello);
  return page;
}

async function ask<Row>(page: Page, call: () => Promise<Row>, status: number, data: object): Promise<Row> {
  let asked: Promise<Row> | undefined;
  await act(async () => {
    asked = call();
    asked.catch(() => {});
    await page.host.frame();
  });
  await page.answer(status, status < 300 ? { success: true, data } : { success: false, errors: ["no"] });
  return asked ?? expect.unreachable();
}

it("004 loads once and shows a record as it is made and changed", async () => {
  const page = await live();
  expect(page.container.textContent).toBe("ready: Blood test, ready");
  const other = { ...sampleRecord, id: "other", title: "Allergies" };
  await page.send({ event: "record.created", id: "e:2", data: JSON.stringify(other) });
  expect(page.container.textContent).toBe("ready: Allergies, Blood test, ready");
});

it("004 the answers of one's own requests show at once, and a refusal is told to who asked", async () => {
  const page = await live();
  await ask(page, () => latest.createRecord({ title: "Allergies" }), 201, {
    ...sampleRecord,
    id: "2",
    title: "Allergies",
  });
  expect(page.container.textContent).toBe("ready: Allergies, Blood test, ready");
  const changed = { ...sampleRecord, title: "Blood", revision: 2 };
  await ask(page, () => latest.updateRecord(sampleRecord.id, { title: "Blood" }), 200, changed);
  expect(page.container.textContent).toBe("ready: Allergies, Blood, ready");
  await ask(page, () => latest.updateAppointment(sampleAppointment.id, { cancelled: true }), 200, {
    ...sampleAppointment,
    cancelled: true,
  });
  expect(latest.appointments[0]?.cancelled).toBe(true);
  await expect(ask(page, () => latest.updateRecord("x", {}), 404, {})).rejects.toMatchObject({ status: 404 });
});

it("004 what an admin prescribes to another is in the list of everyone's, not among their own", async () => {
  const prescribed: Prescription = { ...samplePrescription, id: "new", userId: "other", status: "pending" };
  const prescribe = () => latest.prescribe({ userId: "other", medication: prescribed.medication });
  let page = await live();
  await ask(page, prescribe, 201, prescribed);
  expect(latest.prescriptions).toEqual([samplePrescription]);
  await page.leave();

  page = await live("all");
  await ask(page, prescribe, 201, prescribed);
  await ask(page, () => latest.setPrescriptionStatus("new", "approved"), 200, {
    ...prescribed,
    status: "approved",
    revision: 9,
  });
  expect(latest.prescriptions.map(({ status }) => status)).toEqual(["approved", "ready"]);
});

it("C12.1: leaves nothing behind, two seconds after the last component left", async () => {
  const page = await live();
  await page.leave();
  await page.advance(2_000);
  expect(leftovers(page)).toEqual(nothing);
});
