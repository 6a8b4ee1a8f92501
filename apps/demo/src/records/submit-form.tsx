import type { CreateOptions } from "@tidings/client";
import { useAttempt } from "@tidings/react-sse";
import { SuccessIcon, WarningIcon } from "@tidings/react-sse/components";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { type Created, changedWords, type Failure, failureOf } from "../undecided-words.ts";

interface SubmitFormProps {
  /** The form's heading. */
  readonly title: string;
  /** What its button says. */
  readonly submit: string;
  /** What is sent and what is done to it, for sentences: `{ thing: "the record", done: "added" }`. */
  readonly created: Created;
  /**
   * Says afterwards what was done; rejects with an error whose message is for people. What was typed is kept then.
   *
   * @param options For the call that creates: the same fields sent again, because no answer came, are done once.
   */
  onSubmit(fields: FormData, options: CreateOptions): Promise<string>;
  /** Shows a second button that leaves the form. */
  readonly onLeave?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** A form that is sent once, shows the result beside its button, and is empty again after a success. */
export function SubmitForm({ title, submit, created, onSubmit, onLeave, children }: SubmitFormProps): ReactNode {
  const id = useId();
  const attempt = useAttempt();
  const [state, setState] = useState<{ readonly kind: "idle" | "sending" } | Done | Failure>({ kind: "idle" });

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state.kind === "sending") return;
    const form = event.currentTarget;
    const fields = new FormData(form);
    setState({ kind: "sending" });
    try {
      const words = await attempt.run([...fields], (options) => onSubmit(fields, options));
      form.reset();
      setState({ kind: "done", words });
    } catch (error) {
      setState(failureOf(error, attempt, created));
    }
  };

  return (
    <form
      className="tidings-panel tidings-stack"
      data-gap="tight"
      aria-labelledby={id}
      onSubmit={(event) => void send(event)}
      onInput={() => {
        if (state.kind === "undecided") setState({ kind: "undecided", words: changedWords(created) });
      }}
    >
      <h3 className="tidings-subheading" id={id}>
        {title}
      </h3>
      {children}
      <div className="demo-alerts" role="alert">
        {(state.kind === "refused" || state.kind === "undecided") && (
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
            Cancel
          </button>
        )}
      </div>
    </form>
  );
}

interface Done {
  readonly kind: "done";
  readonly words: string;
}

/** A form's field as text. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value.trim() : "";
}
