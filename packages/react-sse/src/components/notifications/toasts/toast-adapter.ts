import type { Announcement, Tone } from "@tidings/contracts";

/** A toast to show. */
export interface EventToast {
  /** One line for people. */
  readonly message: string;
  readonly tone: Tone;
  readonly announce: Announcement;
  /** The event's name; `"summary"` if the toast stands for several events. */
  readonly event: string;
  /** How many events it stands for. */
  readonly count: number;
}

/** Shows a toast: any function, sonner's or your own. */
export type ToastAdapter = (toast: EventToast) => void;
