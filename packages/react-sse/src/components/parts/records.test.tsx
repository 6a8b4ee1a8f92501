import { sampleAppointment, samplePrescription, sampleRecord } from "@tidings/contracts/records";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { createOrderFormat } from "../../format/order-format.ts";
import { partsOf } from "../../testing/parts-of.ts";
import { AppointmentCard } from "../records/appointment-card/appointment-card.tsx";
import { PrescriptionCard } from "../records/prescription-card/prescription-card.tsx";
import { PrescriptionStatusBadge } from "../records/prescription-card/prescription-status-badge.tsx";
import { RecordCard } from "../records/record-card/record-card.tsx";
import { RecordList } from "../records/record-list/record-list.tsx";

const none = () => {};
const format = createOrderFormat({ locale: "en", timeZone: "UTC" });
const own = <b className="own" />;
const list = { title: "Records", empty: "None", children: () => own } as const;

/** A part of the kit in one state, and what there is of it for styles and screen readers. */
const states: Readonly<Record<string, { readonly ui: ReactNode; readonly parts: readonly string[] }>> = {
  "a record that everyone sees": {
    ui: <RecordCard record={{ ...sampleRecord, visibility: "everyone" }} format={format} owner="Ada" onEdit={none} />,
    parts: [
      "record-card status=everyone tone=info; record-card-header; record-card-title; span.badge; icon",
      "record-card-details dir=auto; record-card-footer; p.meta",
      "button.button type=button variant=quiet size=small; span.visually-hidden",
    ],
  },
  "a record of one's own": {
    ui: (
      <RecordCard
        record={{ ...sampleRecord, visibility: "owner", details: "", revision: 2 }}
        format={format}
        headingLevel={4}
      />
    ),
    parts: [
      "record-card status=owner tone=neutral; record-card-header; record-card-title; span.badge; icon",
      "record-card-footer; p.meta",
    ],
  },
  "a prescription": {
    ui: <PrescriptionCard prescription={samplePrescription} patient="Ada" renderActions={() => own} />,
    parts: [
      "prescription-card status=ready tone=success; record-card-header; record-card-title",
      "prescription-status-badge status=ready tone=success; prescription-status-face.badge; icon; p.meta",
      "record-card-footer; b.own",
    ],
  },
  "a prescription alone": {
    ui: <PrescriptionCard prescription={{ ...samplePrescription, dosage: "" }} />,
    parts: [
      "prescription-card status=ready tone=success; record-card-header; record-card-title",
      "prescription-status-badge status=ready tone=success; prescription-status-face.badge; icon",
    ],
  },
  "an appointment": {
    ui: (
      <AppointmentCard
        appointment={{ ...sampleAppointment, remindedAt: null }}
        format={format}
        renderActions={() => own}
      />
    ),
    parts: [
      "appointment-card status=waiting tone=neutral; record-card-header; record-card-title",
      "appointment-reminder status=waiting tone=neutral; appointment-reminder-face.badge; icon",
      "appointment-card-when; appointment-card-where; icon; record-card-footer; b.own",
    ],
  },
  "an appointment that was reminded of": {
    ui: (
      <AppointmentCard appointment={{ ...sampleAppointment, remindedAt: "2026-02-26T08:00:00.000Z" }} format={format} />
    ),
    parts: [
      "appointment-card status=reminded tone=warning; record-card-header; record-card-title",
      "appointment-reminder status=reminded tone=warning; appointment-reminder-face.badge; icon",
      "appointment-card-when; appointment-card-where; icon",
    ],
  },
  "a list with a row": {
    ui: <RecordList {...list} rows={[sampleRecord]} status="ready" aside={own} />,
    parts: [
      "record-list status=ready state=filled aria-busy=false; div.cluster spread=true; h2.heading; b.own",
      "record-list-items; b.own",
    ],
  },
  "an empty list": {
    ui: <RecordList {...list} rows={[]} status="ready" />,
    parts: [
      "record-list status=ready state=empty aria-busy=false; div.cluster spread=true; h2.heading",
      "record-list-empty",
    ],
  },
  "a list that is loading": {
    ui: <RecordList {...list} rows={[]} status="loading" />,
    parts: [
      "record-list status=loading state=loading aria-busy=true; div.cluster spread=true; h2.heading",
      "record-list-skeleton; p.visually-hidden; record-card-skeleton aria-hidden=true; span.skeleton part=title",
      "span.skeleton; record-card-skeleton aria-hidden=true; span.skeleton part=title; span.skeleton",
    ],
  },
  "a list that could not be loaded": {
    ui: <RecordList {...list} rows={[]} status="error" error="No" onRetry={none} />,
    parts: [
      "record-list status=error state=error aria-busy=false; div.cluster spread=true; h2.heading",
      "record-list-error.notice tone=danger; icon; button.button type=button size=small; icon",
      "span.visually-hidden",
    ],
  },
  "a list that could not be loaded again": {
    ui: <RecordList {...list} rows={[sampleRecord]} status="error" headingLevel={3} />,
    parts: [
      "record-list status=error state=filled aria-busy=false; div.cluster spread=true; h3.heading",
      "record-list-error.notice tone=warning; icon; record-list-items; b.own",
    ],
  },
  "a list that has an error beside its rows": {
    ui: <RecordList {...list} rows={[sampleRecord]} status="ready" error="No" />,
    parts: [
      "record-list status=ready state=filled aria-busy=false; div.cluster spread=true; h2.heading",
      "record-list-error.notice tone=warning; icon; record-list-items; b.own",
    ],
  },
  "the badge of a pending prescription": {
    ui: <PrescriptionStatusBadge status="pending" />,
    parts: ["prescription-status-badge status=pending tone=neutral; prescription-status-face.badge; icon"],
  },
  "the badge of an approved prescription": {
    ui: <PrescriptionStatusBadge status="approved" />,
    parts: ["prescription-status-badge status=approved tone=info; prescription-status-face.badge; icon"],
  },
  "the badge of a ready prescription": {
    ui: <PrescriptionStatusBadge status="ready" />,
    parts: ["prescription-status-badge status=ready tone=success; prescription-status-face.badge; icon"],
  },
  "the badge of a collected prescription": {
    ui: <PrescriptionStatusBadge status="collected" />,
    parts: ["prescription-status-badge status=collected tone=neutral; prescription-status-face.badge; icon"],
  },
  "the badge of a cancelled prescription": {
    ui: <PrescriptionStatusBadge status="cancelled" />,
    parts: ["prescription-status-badge status=cancelled tone=danger; prescription-status-face.badge; icon"],
  },
  "the badge of a strange prescription": {
    ui: <PrescriptionStatusBadge status="strange" />,
    parts: ["prescription-status-badge status=strange tone=neutral; prescription-status-face.badge; icon"],
  },
};

it.each(Object.entries(states))("styles and screen readers find the parts of %s", (_what, { ui, parts }) => {
  expect(partsOf(ui)).toBe(parts.join("; "));
});
