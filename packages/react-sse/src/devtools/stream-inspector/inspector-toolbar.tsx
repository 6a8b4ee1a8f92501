"use client";

import { type ReactNode, useId, useState } from "react";
import type { TappedBlock } from "../tapped-connection.ts";
import { asFilter, type BlockFilter, eventFilter } from "./block-filter.ts";

interface InspectorToolbarProps {
  /** What is to be seen now, which is what is copied. */
  readonly blocks: readonly TappedBlock[];
  /** The event names to choose from. */
  readonly names: readonly string[];
  readonly filter: BlockFilter;
  onFilter(filter: BlockFilter): void;
  readonly paused: boolean;
  onPause(): void;
  readonly pretty: boolean;
  onPretty(): void;
  onClear(): void;
}

/** The controls of a raw stream: filter, pause, pretty-print, clear, copy. */
export function InspectorToolbar(props: InspectorToolbarProps): ReactNode {
  const { blocks, names, filter, onFilter, paused, onPause, pretty, onPretty, onClear } = props;
  const filterId = useId();
  const [copied, setCopied] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(blocks.map(({ text }) => text).join(""));
      setCopied(blocks.length === 1 ? "1 block copied" : `${blocks.length} blocks copied`);
    } catch {
      // There is no clipboard without HTTPS, or when the user has denied access.
      setCopied("The browser blocked copying");
    }
  };
  return (
    <div data-slot="inspector-toolbar">
      <label className="tidings-visually-hidden" htmlFor={filterId}>
        Show
      </label>
      <select
        id={filterId}
        className="tidings-input"
        data-size="small"
        value={filter}
        onChange={(event) => onFilter(asFilter(event.currentTarget.value))}
      >
        <option value="everything">Everything</option>
        <option value="comments">Comments</option>
        {names.map((name) => (
          <option key={name} value={eventFilter(name)}>
            {`event: ${name}`}
          </option>
        ))}
      </select>
      <Tool does={onPause} pressed={paused}>
        Pause
      </Tool>
      <Tool does={onPretty} pressed={pretty}>
        Pretty
      </Tool>
      <Tool does={() => void copy()}>Copy</Tool>
      <Tool does={onClear}>Clear</Tool>
      <span role="status" data-slot="inspector-copied">
        {copied}
      </span>
    </div>
  );
}

interface ToolProps {
  does(): void;
  readonly pressed?: boolean;
  readonly children: ReactNode;
}

function Tool({ does, pressed, children }: ToolProps): ReactNode {
  return (
    <button type="button" className="tidings-button" data-size="small" aria-pressed={pressed} onClick={does}>
      {children}
    </button>
  );
}
