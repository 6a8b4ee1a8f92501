import { ClientError } from "@tidings/client";
import type { EndpointData } from "@tidings/contracts";
import { getRecordsStats } from "@tidings/contracts/records";
import { useTidings } from "@tidings/react-sse";
import { createNumbers, createTimes, WarningIcon } from "@tidings/react-sse/components";
import { RefreshCw } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { customerName } from "../admin-orders/customer.ts";

type Stats = EndpointData<typeof getRecordsStats>;

const number = createNumbers();
const clock = createTimes({ timeStyle: "medium" });

/** For admins: `GET /events/stats`, asked for when it appears, when `asked` grows, and at a press. */
export function StatsPanel({ asked }: { readonly asked: number }): ReactNode {
  const client = useTidings();
  const [stats, setStats] = useState<Stats>();
  const [problem, setProblem] = useState<string>();

  const [pressed, setPressed] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: counting again is what `asked` and `pressed` are for.
  useEffect(() => {
    let isLate = false;
    client.call(getRecordsStats, {}).then(
      ({ data }) => {
        if (isLate) return;
        setStats(data);
        setProblem(undefined);
      },
      (error: unknown) => {
        if (!isLate) setProblem(error instanceof ClientError ? error.reason : "something went wrong");
      },
    );
    return () => {
      isLate = true;
    };
  }, [client, asked, pressed]);

  return (
    <section className="tidings-panel tidings-stack" data-gap="tight" aria-labelledby="records-stats">
      <div className="tidings-cluster" data-spread>
        <h3 className="tidings-subheading" id="records-stats">
          Who is connected
        </h3>
        <button type="button" className="tidings-button" data-size="small" onClick={() => setPressed(pressed + 1)}>
          <RefreshCw aria-hidden size="1em" />
          <span>Refresh</span>
        </button>
      </div>
      {problem && (
        <p className="tidings-field-error">
          <WarningIcon /> <span>{`The statistics could not be loaded: ${problem}`}</span>
        </p>
      )}
      {!stats && !problem && <p className="tidings-meta">Counting…</p>}
      {stats && (
        <dl className="demo-stats">
          <Fact
            term="Connections"
            value={`${number(stats.totalConnections)} of at most ${number(stats.maxConnections)}`}
          />
          {Object.entries(stats.connectionsByUser).map(([userId, count]) => (
            <Fact key={userId} term={customerName(userId)} value={number(count)} isPart />
          ))}
          <Fact term="Connected for" value={`${seconds(stats.averageConnectionDuration)} on average`} />
          <Fact term="Events sent" value={number(stats.totalEventsSent)} />
          <Fact term="Last event" value={stats.lastEventTime === null ? "None yet" : clock(stats.lastEventTime)} />
          <Fact term="Heartbeat" value={`every ${seconds(stats.heartbeatInterval)}`} />
        </dl>
      )}
    </section>
  );
}

interface FactProps {
  readonly term: string;
  readonly value: string;
  /** Of the fact above it. */
  readonly isPart?: boolean;
}

function Fact({ term, value, isPart = false }: FactProps): ReactNode {
  return (
    <div data-part={isPart ? "" : undefined}>
      <dt>{term}</dt>
      <dd className="tidings-amount">{value}</dd>
    </div>
  );
}

function seconds(ms: number): string {
  return `${number(Math.round(ms / 100) / 10)} s`;
}
