import type { MockServerState } from "@tidings/mocks";
import type { MockApp } from "@tidings/mocks/auth";
import type { OrdersMock } from "@tidings/mocks/orders";
import { Clapperboard, FastForward, Pause, Play, Square } from "lucide-react";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import type { ScenarioPlayer } from "./scenario-player.ts";

interface ControlPanelProps {
  readonly app: MockApp;
  readonly orders: OrdersMock;
  readonly player: ScenarioPlayer;
}

/** Controls the mock server: plays scenarios, and causes each single fault with a button. */
export function ControlPanel({ app, orders, player }: ControlPanelProps): ReactNode {
  const { server } = app;
  const state = useSyncExternalStore(server.subscribe, server.getSnapshot);
  const refusing = state.network.kind === "refusing";
  const losing = state.network.kind === "losing answers";
  const offline = state.network.kind === "offline";
  return (
    <details className="demo-mocks">
      <summary className="tidings-button" data-size="small">
        <Clapperboard aria-hidden size="1em" />
        <span>Mocks</span>
      </summary>
      <section className="tidings-panel tidings-stack" aria-label="Mock server">
        <p className="tidings-meta tidings-amount">
          <span>{describe(state.network)}</span>
          <span>{`, ${state.connections === 1 ? "1 stream" : `${state.connections} streams`}, log at`}</span>{" "}
          <span className="tidings-code">{state.head}</span>
        </p>
        <PlayerControls player={player} />
        <div className="demo-mocks-acts">
          <Act does={() => orders.advanceOldest()}>Move an order on</Act>
          <Act does={() => server.drop()}>Cut the connection</Act>
          <Act does={() => server.gap()}>Clear the log</Act>
          <Act does={() => server.silence()}>Go silent</Act>
          <Act pressed={refusing} does={() => (refusing ? server.goOnline() : server.refuse(503, { retryAfter: 3 }))}>
            Answer 503
          </Act>
          <Act pressed={offline} does={() => (offline ? server.goOnline() : server.goOffline())}>
            Offline
          </Act>
          <Act pressed={losing} does={() => (losing ? server.goOnline() : server.loseAnswers())}>
            Lose an answer
          </Act>
          <Act does={() => app.expireSessions()}>Expire the session</Act>
          <Act
            pressed={state.latencyMs > 1000}
            does={() => server.setLatency(state.latencyMs > 1000 ? 150 : Number.POSITIVE_INFINITY)}
          >
            Never answer
          </Act>
        </div>
      </section>
    </details>
  );
}

function Act({
  does,
  pressed,
  children,
}: {
  does(): unknown;
  readonly pressed?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="tidings-button"
      data-size="small"
      aria-pressed={pressed}
      onClick={() => void does()}
    >
      {children}
    </button>
  );
}

function PlayerControls({ player }: { readonly player: ScenarioPlayer }): ReactNode {
  const state = useSyncExternalStore(player.subscribe, player.getSnapshot);
  const [chosen, setChosen] = useState(state?.name ?? "calmDay");
  const playing = state?.status === "playing";
  const running = playing || state?.status === "paused";
  return (
    <div className="tidings-field">
      <label className="tidings-label" htmlFor="mock-scenario">
        Scenario
      </label>
      <div className="demo-mocks-player">
        <select
          className="tidings-input"
          data-size="small"
          id="mock-scenario"
          value={chosen}
          onChange={(event) => {
            setChosen(event.currentTarget.value);
            player.play(event.currentTarget.value);
          }}
        >
          {Object.entries(player.scenarios).map(([key, { name }]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
        <Control
          label={playing ? "Pause" : "Play"}
          does={playing ? player.pause : running ? player.resume : () => player.play(chosen)}
        >
          {playing ? <Pause aria-hidden size="1em" /> : <Play aria-hidden size="1em" />}
        </Control>
        <Control label="Next step" does={player.step} disabled={!running}>
          <FastForward aria-hidden size="1em" />
        </Control>
        <Control label="Stop" does={player.stop} disabled={!running}>
          <Square aria-hidden size="1em" />
        </Control>
      </div>
      <p className="tidings-hint">
        {running ? `Next: ${state?.next} (${state ? state.done + 1 : 0} of ${state?.total})` : "Nothing is playing"}
      </p>
    </div>
  );
}

interface ControlProps {
  readonly label: string;
  does(): void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

function Control({ label, does, disabled = false, children }: ControlProps): ReactNode {
  return (
    <button
      type="button"
      className="tidings-button"
      data-size="small"
      data-shape="square"
      title={label}
      aria-label={label}
      disabled={disabled}
      onClick={does}
    >
      {children}
    </button>
  );
}

function describe(network: MockServerState["network"]): string {
  switch (network.kind) {
    case "up":
      return "Up";
    case "offline":
      return "Offline";
    case "losing answers":
      return network.times === 1 ? "Loses the next answer" : `Loses the next ${network.times} answers`;
    case "refusing":
      return `Answers ${network.status}`;
  }
}
