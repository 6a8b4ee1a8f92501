"use client";

import type { Tone } from "@tidings/contracts";
import { memo, type ReactNode } from "react";
import { clockTime } from "../../format/clock-time.ts";
import { machineTime } from "../../format/instant.ts";
import { inFigures } from "../../format/numbers.ts";
import type { TappedBlock } from "../tapped-connection.ts";
import { prettyLines, type WireField, wireLines } from "../wire-lines.ts";

interface WireBlockProps {
  readonly block: TappedBlock;
  /** Indents data that is JSON, instead of showing it as it came. */
  readonly pretty: boolean;
}

// Data keeps the text colour. The field's name says what it is; colour only helps to find it.
const tones: Readonly<Partial<Record<WireField, Tone>>> = { event: "info", id: "warning", retry: "warning" };

/**
 * One block as it came: when, and its lines with their fields coloured. A block never changes, so it renders once. It is shown
 * byte for byte, and therefore not translated (C35.2).
 */
export const WireBlock = memo(function WireBlock({ block, pretty }: WireBlockProps): ReactNode {
  const lines = wireLines(block.text);
  return (
    <li data-slot="wire-block" data-kind={block.kind}>
      <time data-slot="wire-time" dateTime={machineTime(block.at)}>
        {clockTime(block.at)}
      </time>
      <pre data-slot="wire-text" translate="no">
        {(pretty ? prettyLines(lines) : lines).map(({ field, label, value }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a block that came stay where they are
          <span key={place} data-field={field} data-tone={tones[field]}>
            <span data-slot="wire-label">{label}</span>
            <span>{value}</span>
            {"\n"}
          </span>
        ))}
      </pre>
      {block.omitted > 0 && <p data-slot="wire-note">{`… and ${inFigures(block.omitted)} more characters`}</p>}
      {block.kind === "unfinished" && (
        <p data-slot="wire-note">The connection ended here. The incomplete block was discarded.</p>
      )}
    </li>
  );
});
