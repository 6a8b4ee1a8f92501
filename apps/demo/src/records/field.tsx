import { type ReactNode, useId } from "react";

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** The control; takes the id that its label names and, with a hint, the hint's. */
  readonly children: (control: { readonly id: string; readonly "aria-describedby"?: string }) => ReactNode;
}

/** A control with its label and its hint. */
export function Field({ label, hint, children }: FieldProps): ReactNode {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="tidings-field">
      <label className="tidings-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, ...(hint !== undefined && { "aria-describedby": hintId }) })}
      {hint !== undefined && (
        <p className="tidings-hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
