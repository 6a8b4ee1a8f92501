import { createNumbers, createTimes, InfoIcon, named, WarningIcon } from "@tidings/react-sse/components";
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { demoAccounts } from "../sign-in/demo-accounts.ts";
import { REFRESH_MS, type StatsState } from "./use-stats.ts";

interface StatsPanelProps extends StatsState {
  readonly mayLook: boolean;
  onRefresh(): void;
}

const number = createNumbers();
const clock = createTimes({ timeStyle: "medium" });

/** The numbers of `GET /api/sse/stats`. */
export function StatsPanel({ mayLook, stats, problem, onRefresh }: StatsPanelProps): ReactNode {
  return (
    <section className="tidings-panel tidings-stack" aria-labelledby="sse-stats">
      <div className="tidings-cluster" data-spread>
        <h2 id="sse-stats" className="tidings-subheading">
          Statistics
        </h2>
        {mayLook && (
          <button
            type="button"
            className="tidings-button"
            data-variant="quiet"
            data-size="small"
            onClick={() => onRefresh()}
          >
            <RefreshCw aria-hidden size="1em" />
            <span>Refresh</span>
          </button>
        )}
      </div>
      {!mayLook && (
        <div className="tidings-notice" data-tone="info">
          <InfoIcon />
          <p>Statistics show who is connected, so only admins can see them.</p>
        </div>
      )}
      {problem && (
        <div className="tidings-notice" data-tone="danger">
          <WarningIcon />
          <p>{`The statistics could not be loaded: ${problem}.`}</p>
        </div>
      )}
      {mayLook && !stats && !problem && <p className="tidings-meta">Counting…</p>}
      {stats && (
        <>
          <table className="tidings-table">
            <tbody>
              <Row name="Connections" value={number(stats.totalClients)} />
              <Row name="Average connection time" value={inSeconds(stats.averageConnectionDuration)} />
              <Row name="Events sent" value={number(stats.totalEventsSent)} />
              <Row name="Last event" value={stats.lastEventTime === null ? "None yet" : clock(stats.lastEventTime)} />
              {Object.entries(stats.clientsByUser).map(([id, clients]) => (
                <Row key={id} name={`Of ${nameOf(id)}`} value={number(clients)} />
              ))}
            </tbody>
          </table>
          <p className="tidings-hint">{`Updates every ${REFRESH_MS / 1000} seconds.`}</p>
        </>
      )}
    </section>
  );
}

function Row({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-align="end">{value}</td>
    </tr>
  );
}

function inSeconds(ms: number): string {
  return `${number(Math.round(ms / 1000))} s`;
}

function nameOf(userId: string): string {
  return demoAccounts.find(({ user }) => user.id === userId)?.user.name ?? named(userId, "nobody named");
}
