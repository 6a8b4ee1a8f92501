import { createListeners, type Store } from "@tidings/contracts/listeners";
import { type MockServer, type Playback, type PlaybackState, play, type Scenario } from "@tidings/mocks";

/** The one scenario that plays at a time, and the ones to choose from. */
export interface ScenarioPlayer extends Store<(PlaybackState & { readonly name: string }) | undefined> {
  readonly scenarios: Readonly<Record<string, Scenario>>;
  /**
   * Ends the current scenario, resets the network, and starts this one. The calm day repeats for ever. A name that is
   * not in `scenarios` only ends the current one.
   */
  play(name: string): void;
  pause(): void;
  resume(): void;
  step(): void;
  stop(): void;
}

/** Makes the player of a control panel. */
export function createScenarioPlayer(server: MockServer, scenarios: ScenarioPlayer["scenarios"]): ScenarioPlayer {
  const listeners = createListeners();
  let current: { readonly name: string; readonly playback: Playback } | undefined;
  let state: ReturnType<ScenarioPlayer["getSnapshot"]>;

  const changed = () => {
    state = current && { ...current.playback.getSnapshot(), name: current.name };
    listeners.notify();
  };

  return {
    scenarios,
    play(name) {
      current?.playback.close();
      server.goOnline();
      const scenario = scenarios[name];
      if (!scenario) return;
      const playback = play(server, scenario, { loop: name === "calmDay" });
      current = { name, playback };
      playback.subscribe(() => {
        if (current?.playback === playback) changed();
      });
      changed();
    },
    pause: () => current?.playback.pause(),
    resume: () => current?.playback.resume(),
    step: () => current?.playback.step(),
    stop: () => current?.playback.close(),
    getSnapshot: () => state,
    subscribe: listeners.add,
  };
}
