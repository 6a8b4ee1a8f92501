import type { RecordsActions } from "@tidings/react-sse";
import { type ReactNode, useState } from "react";
import { PrescribeForm } from "./prescribe-form.tsx";
import { StatsPanel } from "./stats-panel.tsx";
import { TestEventForm } from "./test-event-form.tsx";

/** What admins can do beside looking after records: prescribe, send test events, count who listens. */
export function AdminTools({ prescribe }: Pick<RecordsActions, "prescribe">): ReactNode {
  const [sent, setSent] = useState(0);
  return (
    <section className="tidings-stack" aria-labelledby="records-admins">
      <h2 className="tidings-heading" id="records-admins">
        For admins
      </h2>
      <div className="tidings-columns">
        <PrescribeForm onPrescribe={prescribe} />
        <TestEventForm onSent={() => setSent((before) => before + 1)} />
        <StatsPanel asked={sent} />
      </div>
    </section>
  );
}
