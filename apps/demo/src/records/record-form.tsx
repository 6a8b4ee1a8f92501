import type { CreateOptions } from "@tidings/client";
import type { EndpointBody } from "@tidings/contracts";
import type { createRecord, HealthRecord } from "@tidings/contracts/records";
import { type ReactNode, useEffect, useRef } from "react";
import { Field } from "./field.tsx";
import { SubmitForm, textOf } from "./submit-form.tsx";

interface RecordFormProps {
  /** The record to change; undefined writes a new one. */
  readonly record: HealthRecord | undefined;
  onSave(body: EndpointBody<typeof createRecord>, options: CreateOptions): Promise<HealthRecord>;
  /** Back to writing a new one. */
  onLeave(): void;
}

/** Writes a record, or changes one. Give it the record's id as `key`. */
export function RecordForm({ record, onSave, onLeave }: RecordFormProps): ReactNode {
  const title = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (record) title.current?.focus();
  }, [record]);

  return (
    <SubmitForm
      title={record ? "Edit record" : "New record"}
      submit={record ? "Save" : "Add record"}
      onLeave={record && onLeave}
      created={{ thing: "the record", done: record ? "changed" : "added" }}
      onSubmit={async (fields, options) => {
        const visibility = fields.get("shared") === null ? "owner" : "everyone";
        const body = { title: textOf(fields, "title"), details: textOf(fields, "details"), visibility } as const;
        const saved = await onSave(body, options);
        return `${saved.title} was ${record ? "changed" : "added"}.`;
      }}
    >
      <Field label="Title">
        {(control) => (
          <input {...control} ref={title} className="tidings-input" name="title" defaultValue={record?.title} />
        )}
      </Field>
      <Field label="Details">
        {(control) => <textarea {...control} className="tidings-input" name="details" defaultValue={record?.details} />}
      </Field>
      <label className="tidings-choice">
        <input type="checkbox" name="shared" defaultChecked={record?.visibility === "everyone"} />
        <span>Visible to everyone</span>
      </label>
    </SubmitForm>
  );
}
