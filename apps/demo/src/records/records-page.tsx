import type { Appointment, HealthRecord, Prescription, PrescriptionStatus } from "@tidings/contracts/records";
import { useRecords } from "@tidings/react-sse";
import {
  AppointmentCard,
  ConnectionIndicator,
  PrescriptionCard,
  RecordCard,
  RecordList,
  ReloadedIcon,
  WarningIcon,
} from "@tidings/react-sse/components";
import { type ReactNode, useCallback, useState } from "react";
import { customerName } from "../admin-orders/customer.ts";
import { Page } from "../layout/page.tsx";
import { useUser } from "../session/use-user.ts";
import { changeFailed } from "../undecided-words.ts";
import { AdminTools } from "./admin-tools.tsx";
import { AppointmentActions } from "./appointment-actions.tsx";
import { AppointmentForm } from "./appointment-form.tsx";
import { cutWords } from "./cut-words.ts";
import { ListenPanel } from "./listen-panel.tsx";
import { PrescriptionActions } from "./prescription-actions.tsx";
import { RecordForm } from "./record-form.tsx";
import { RecordsNews } from "./records-news.tsx";

/** Records, prescriptions and appointments as they change, and all that brief 004 lets one do with them. */
export function RecordsPage(): ReactNode {
  const user = useUser();
  const isAdmin = user.role === "admin";
  const { records, prescriptions, appointments, status, error, connection, reload, reconnect, ...actions } = useRecords(
    {
      prescriptions: isAdmin ? "all" : "own",
    },
  );
  const { createRecord, updateRecord, createAppointment, updateAppointment, prescribe, setPrescriptionStatus } =
    actions;
  const [editing, setEditing] = useState<HealthRecord>();
  const [problem, setProblem] = useState<string>();

  const attempt = useCallback(async (what: string, act: () => Promise<unknown>) => {
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      setProblem(changeFailed(error, { thing: what, done: "changed" }));
    }
  }, []);
  const onMove = useCallback(
    ({ id, medication }: Prescription, to: PrescriptionStatus) =>
      void attempt(medication, () => setPrescriptionStatus(id, to)),
    [attempt, setPrescriptionStatus],
  );
  const prescriptionActions = useCallback(
    (prescription: Prescription) => <PrescriptionActions prescription={prescription} onMove={onMove} />,
    [onMove],
  );
  const appointmentActions = useCallback(
    (appointment: Appointment) => (
      <AppointmentActions
        appointment={appointment}
        onChange={({ id, title }, change) => void attempt(title, () => updateAppointment(id, change))}
      />
    ),
    [attempt, updateAppointment],
  );

  const list = { status, error: error?.reason, onRetry: reload };
  return (
    <Page
      title="Records"
      lead="Your prescriptions, appointments and records, always up to date."
      aside={<ConnectionIndicator status={connection} onReconnect={reconnect} />}
    >
      <RecordsNews />
      {connection.freshness === "reloaded" && (
        <div className="tidings-notice" data-tone="warning">
          <ReloadedIcon />
          <p>Some updates were missed, so everything was loaded again. What you see is current.</p>
        </div>
      )}
      <div className="demo-alerts" role="alert">
        {problem && (
          <div className="tidings-notice" data-tone="danger">
            <WarningIcon />
            <p>{problem}</p>
          </div>
        )}
      </div>
      <div className="demo-records">
        <div className="tidings-stack" data-gap="loose">
          <RecordList
            {...list}
            title={isAdmin ? "All prescriptions" : "Prescriptions"}
            rows={prescriptions}
            aside={cutNote(prescriptions, "newest")}
            empty="You have no prescriptions."
          >
            {(prescription) => (
              <PrescriptionCard
                prescription={prescription}
                patient={prescription.userId === user.id ? undefined : customerName(prescription.userId)}
                renderActions={isAdmin ? prescriptionActions : undefined}
              />
            )}
          </RecordList>
          <RecordList
            {...list}
            title="Appointments"
            rows={appointments}
            aside={cutNote(appointments, "last")}
            empty="You have no appointments."
          >
            {(appointment) => <AppointmentCard appointment={appointment} renderActions={appointmentActions} />}
          </RecordList>
          <RecordList
            {...list}
            title="My records"
            rows={records}
            aside={cutNote(records, "newest")}
            empty="You have no records."
          >
            {(record) => (
              <RecordCard
                record={record}
                owner={record.userId === user.id ? undefined : `By ${customerName(record.userId)}`}
                onEdit={isAdmin || record.userId === user.id ? setEditing : undefined}
              />
            )}
          </RecordList>
        </div>
        <div className="tidings-stack">
          <RecordForm
            key={editing?.id ?? "new"}
            record={editing}
            onLeave={() => setEditing(undefined)}
            onSave={async (body, options) => {
              if (!editing) return createRecord(body, options);
              const saved = await updateRecord(editing.id, body);
              setEditing(undefined);
              return saved;
            }}
          />
          <AppointmentForm onSave={createAppointment} />
        </div>
      </div>
      <ListenPanel />
      {isAdmin && <AdminTools prescribe={prescribe} />}
    </Page>
  );
}

/** Beside the heading of a list that is cut. */
function cutNote(rows: readonly unknown[], which: "newest" | "last"): ReactNode {
  const words = cutWords(rows.length, which);
  return words && <p className="tidings-meta">{words}</p>;
}
