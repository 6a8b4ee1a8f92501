import type { Tone } from "@tidings/contracts";
import {
  ConnectingIcon,
  DangerIcon,
  type Icon,
  LiveIcon,
  StoppedIcon,
  TickIcon,
  WarningIcon,
} from "../../components/shared/icons.tsx";
import type { TappedConnection } from "../tapped-connection.ts";

/** How a connection fares, in words for people, and how that looks. */
export interface TapWords {
  readonly text: string;
  readonly tone: Tone;
  readonly Icon: Icon;
}

/** Says what became of a connection, and who ended it. */
export function tapLabels({ state, status }: Pick<TappedConnection, "state" | "status">): TapWords {
  switch (state) {
    case "connecting":
      return { text: "Connecting…", tone: "info", Icon: ConnectingIcon };
    case "open":
      return { text: "Open", tone: "success", Icon: LiveIcon };
    case "ended":
      return { text: "Ended by the server", tone: "neutral", Icon: TickIcon };
    case "closed":
      return { text: "Closed by this page", tone: "neutral", Icon: StoppedIcon };
    case "refused":
      return { text: status === 200 ? "No stream" : `Refused, ${status}`, tone: "warning", Icon: WarningIcon };
    case "failed":
      return { text: status === undefined ? "No response" : "Interrupted", tone: "danger", Icon: DangerIcon };
  }
}
