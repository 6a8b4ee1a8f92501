import { recordEventNames, sendTestEvent } from "@tidings/contracts/records";
import { useTidings } from "@tidings/react-sse";
import { type ReactNode, useId } from "react";
import { demoAccounts } from "../sign-in/demo-accounts.ts";
import { Field } from "./field.tsx";
import { SubmitForm, textOf } from "./submit-form.tsx";

/** For admins: `POST /events/test`, an event of any name to anyone. Called back when it was sent. */
export function TestEventForm({ onSent }: { onSent(): void }): ReactNode {
  const client = useTidings();
  const id = useId();
  return (
    <SubmitForm
      title="Send a test event"
      submit="Send"
      created={{ thing: "the event", done: "sent" }}
      onSubmit={async (fields, options) => {
        const payload = textOf(fields, "data");
        const userId = textOf(fields, "userId");
        const body = {
          type: textOf(fields, "type"),
          ...(userId !== "" && { userId }),
          ...(payload !== "" && { data: parsed(payload) }),
        };
        const { data } = await client.call(sendTestEvent, { body }, options);
        onSent();
        return `${data.type} was sent to ${data.clients} ${data.clients === 1 ? "connection" : "connections"}.`;
      }}
    >
      <Field label="Event" hint="One of the standard events, or a name of your own.">
        {(control) => (
          <input {...control} className="tidings-input" name="type" defaultValue="notification" list={id} />
        )}
      </Field>
      <datalist id={id}>
        {[...recordEventNames, "backup.finished", "admin.audit"].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Field label="To">
        {(control) => (
          <select {...control} className="tidings-input" name="userId">
            <option value="">Everyone</option>
            {demoAccounts.map(({ user }) => (
              <option key={user.id} value={user.id}>
                {user.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Payload" hint="JSON. Left empty, the contract's own example is sent.">
        {(control) => (
          <textarea {...control} className="tidings-input" name="data" placeholder='{ "message": "Hello" }' />
        )}
      </Field>
    </SubmitForm>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("The payload is not JSON.");
  }
}
