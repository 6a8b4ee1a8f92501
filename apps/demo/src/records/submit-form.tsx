import { ClientError } from "@tidings/client";
import { SuccessIcon, WarningIcon } from "@tidings/react-sse/components";
import { type FormEvent, type ReactNode, useId, useState } from "react";

interface SubmitFormProps {
  /** The form's heading. */
  readonly title: string;
  /** What its button says. */
  readonly submit: string;
  /** Says afterwards what was done; rejects with an error whose message is for people. What was typed is kept then. */
  onSubmit(fields: FormData): Promise<string>;
  /** Shows a second button that leaves the form. */
  readonly onLeave?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** A form that is sent once, says what came of it where one looks, and is empty again when it went well. */
export function SubmitForm({ title, submit, onSubmit, onLeave, children }: SubmitFormProps): ReactNode {
  const id = useId();
  const [state, setState] = useState<{ readonly kind: "idle" | "sending" } | Outcome>({ kind: "idle" });

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state.kind === "sending") return;
    const form = event.currentTarget;
    setState({ kind: "sending" });
    try {
      const words = await onSubmit(new FormData(form));
      form.reset();
      setState({ kind: "done", words });
    } catch (error) {
      const words = error instanceof Error ? error.message : "Something went wrong.";
      setState({ kind: "refused", words: error instanceof ClientError ? error.reason : words });
    }
  };

  return (
    <form
      className="tidings-panel tidings-stack"
      data-gap="tight"
      aria-labelledby={id}
      onSubmit={(event) => void send(event)}
    >
      <h3 className="tidings-subheading" id={id}>
        {title}
      </h3>
      {children}
      <div className="demo-alerts" role="alert">
        {state.kind === "refused" && (
          <p className="tidings-field-error">
            <WarningIcon /> <span>{state.words}</span>
          </p>
        )}
      </div>
      <div className="demo-alerts" role="status">
        {state.kind === "done" && (
          <p className="tidings-hint demo-done">
            <SuccessIcon /> <span>{state.words}</span>
          </p>
        )}
      </div>
      <div className="tidings-cluster demo-submit">
        <button
          type="submit"
          className="tidings-button"
          data-variant="primary"
          aria-disabled={state.kind === "sending"}
        >
          {submit}
        </button>
        {onLeave && (
          <button type="button" className="tidings-button" data-variant="quiet" onClick={onLeave}>
            Leave it as it is
          </button>
        )}
      </div>
    </form>
  );
}

interface Outcome {
  readonly kind: "done" | "refused";
  readonly words: string;
}

/** A form's field as text. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value.trim() : "";
}
