import { recordEventNames } from "@tidings/contracts/records";
import { WarningIcon } from "@tidings/react-sse/components";
import { type FormEvent, type ReactNode, useState } from "react";
import { readEventChoice } from "./event-choice.ts";
import { Field } from "./field.tsx";
import { HeardEvents } from "./heard-events.tsx";
import { textOf } from "./submit-form.tsx";

/** Opens a second stream with `?events=`: only what is chosen comes down it. */
export function ListenPanel(): ReactNode {
  const [choice, setChoice] = useState<ReturnType<typeof readEventChoice>>();

  const listen = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setChoice(readEventChoice({ ticked: fields.getAll("event").map(String), others: textOf(fields, "others") }));
  };

  return (
    <section className="tidings-stack" aria-labelledby="records-listen">
      <h2 className="tidings-heading" id="records-listen">
        Listen to selected events
      </h2>
      <p className="tidings-text">
        <span>This opens a second stream with</span> <code className="tidings-code">?events=</code>
        <span>. The server sends only those events on it, and says so if you may not listen to one.</span>
      </p>
      <form className="tidings-panel tidings-stack" onSubmit={listen} aria-labelledby="records-listen">
        <fieldset className="tidings-field">
          <legend className="tidings-label">Events</legend>
          <div className="demo-event-names">
            {recordEventNames.map((name) => (
              <label key={name} className="tidings-choice">
                <input type="checkbox" name="event" value={name} defaultChecked={name === "record.created"} />
                <span className="tidings-code">{name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Field label="Other names" hint="Separated by commas. Names that start with admin. are for admins only.">
          {(control) => <input {...control} className="tidings-input" name="others" placeholder="backup.finished" />}
        </Field>
        <div className="demo-alerts" role="alert">
          {choice?.ok === false && (
            <p className="tidings-field-error">
              <WarningIcon /> <span>{choice.words}</span>
            </p>
          )}
        </div>
        <div className="tidings-cluster">
          <button type="submit" className="tidings-button">
            {choice?.ok ? "Listen to these instead" : "Listen"}
          </button>
          {choice?.ok && (
            <button type="button" className="tidings-button" data-variant="quiet" onClick={() => setChoice(undefined)}>
              Stop listening
            </button>
          )}
        </div>
      </form>
      {choice?.ok && <HeardEvents key={choice.events} events={choice.events} />}
    </section>
  );
}
