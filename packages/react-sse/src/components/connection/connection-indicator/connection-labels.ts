import type { Tone } from "@tidings/contracts";
import {
  CatchingUpIcon,
  ConnectingIcon,
  type Icon,
  LiveIcon,
  OfflineIcon,
  ReloadedIcon,
  RetryIcon,
  StoppedIcon,
  WarningIcon,
} from "../../shared/icons.tsx";
import { closedLabels } from "./closed-labels.ts";
import type { ConnectionView } from "./connection-view.ts";

/** A connection's state in words for people, and how it looks. */
export interface ConnectionLabels {
  readonly text: string;
  /** The same in very few words. */
  readonly short: string;
  readonly tone: Tone;
  readonly Icon: Icon;
  /** Whether this state ends by itself. */
  readonly moving: boolean;
}

const still = { moving: false } as const;
const moving = { moving: true } as const;

/**
 * Says what a reader wants to know: is what I see live, late, or missing something?
 *
 * @param now The time in milliseconds, as in `retryAt`; undefined leaves out the time until the next attempt.
 */
export function connectionLabels(status: ConnectionView, now: number | undefined): ConnectionLabels {
  switch (status.state) {
    case "idle":
      return { text: "Not connected", short: "Not connected", tone: "neutral", Icon: StoppedIcon, ...still };
    case "connecting":
      return { text: "Connecting…", short: "Connecting…", tone: "info", Icon: ConnectingIcon, ...moving };
    case "reconnecting":
      return { text: reconnecting(status, now), short: "Reconnecting…", tone: "warning", Icon: RetryIcon, ...moving };
    case "offline":
      return { text: "Offline", short: "Offline", tone: "danger", Icon: OfflineIcon, ...still };
    case "closed":
      return { ...closedLabels(status.error), tone: "danger", Icon: StoppedIcon, ...still };
    case "open":
      return open(status.freshness);
  }
}

function open(freshness: ConnectionView["freshness"]): ConnectionLabels {
  switch (freshness) {
    case "unknown":
      // The headers have come, and no event yet (C10.2).
      return { text: "Connecting…", short: "Connecting…", tone: "info", Icon: ConnectingIcon, ...moving };
    case "live":
      return { text: "Live", short: "Live", tone: "success", Icon: LiveIcon, ...still };
    case "catching-up":
      return { text: "Catching up…", short: "Catching up…", tone: "info", Icon: CatchingUpIcon, ...moving };
    case "stale":
      return { text: "May be out of date", short: "May be out of date", tone: "warning", Icon: WarningIcon, ...still };
    case "reloaded":
      return {
        text: "Reloaded: some updates were missed",
        short: "Reloaded",
        tone: "warning",
        Icon: ReloadedIcon,
        ...still,
      };
  }
}

function reconnecting({ retryAt }: ConnectionView, now: number | undefined): string {
  const seconds = retryAt === undefined || now === undefined ? 0 : Math.ceil((retryAt - now) / 1000);
  return seconds > 0 ? `Connection lost. Retrying in ${seconds} s` : "Connection lost. Retrying…";
}
