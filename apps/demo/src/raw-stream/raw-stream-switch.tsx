import { ScanText } from "lucide-react";
import type { ReactNode } from "react";
import type { RawStreamChoice } from "./raw-stream-choice.ts";

/** Shows and hides what the page's streams say on the wire. */
export function RawStreamSwitch({ choice }: { readonly choice: RawStreamChoice }): ReactNode {
  return (
    <button
      type="button"
      className="tidings-button demo-raw-switch"
      data-size="small"
      title="Raw stream"
      aria-pressed={choice.shown}
      onClick={choice.toggle}
    >
      <ScanText aria-hidden size="1em" />
      <span className="demo-raw-switch-words">Raw stream</span>
    </button>
  );
}
