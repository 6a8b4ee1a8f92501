"use client";

import type { ReactNode, SVGProps } from "react";

/** What every icon takes: any attribute of an `<svg>`. */
export type IconProps = SVGProps<SVGSVGElement>;
/** An icon of this kit: one em square, drawn in the current colour, silent to screen readers. */
export type Icon = (props: IconProps) => ReactNode;

/** Draws an icon of this kit. `mirror` is for pictures with a direction: they turn around in right-to-left pages. */
export function draw(strokes: ReactNode, mirror = false): Icon {
  return (props) => (
    <svg
      data-slot="icon"
      data-mirror={mirror ? "" : undefined}
      viewBox="0 0 24 24"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...props}
    >
      {strokes}
    </svg>
  );
}

/** A receipt: an order came in. */
export const ReceivedIcon = draw(
  <path d="M6 3.5h12v17l-2.4-1.6-1.8 1.6-1.8-1.6-1.8 1.6-1.8-1.6L6 20.5zM9.25 8.25h5.5M9.25 12h5.5" />,
);
/** A pot on the stove: being prepared. */
export const PreparingIcon = draw(
  <path d="M5 11h14v5.5a3.5 3.5 0 0 1-3.5 3.5h-7A3.5 3.5 0 0 1 5 16.5zM2.75 11h18.5M9.5 7.5c-1-1.5 1-2.5 0-4M14.5 7.5c-1-1.5 1-2.5 0-4" />,
);
/** A van on its way. */
export const OutForDeliveryIcon = draw(
  <>
    <path d="M5 17.5H3v-11h11v11H9.5M14 10h4l3 3.5v4h-1.75M14.75 17.5H14" />
    <circle cx="7.25" cy="17.5" r="2" />
    <circle cx="17" cy="17.5" r="2" />
  </>,
  true,
);
/** A house with a tick: delivered. */
export const DeliveredIcon = draw(<path d="m3.5 11.5 8.5-8 8.5 8M5.75 9.75V20h12.5V9.75M9 14.25l2.25 2.25L15.25 12" />);
/** A struck circle: cancelled. */
export const CancelledIcon = draw(
  <>
    <circle cx="12" cy="12" r="8.75" />
    <path d="m9 9 6 6M15 9l-6 6" />
  </>,
);
/** A question: a status that this page does not know. */
export const UnknownIcon = draw(
  <>
    <circle cx="12" cy="12" r="8.75" strokeDasharray="3.2 3.3" />
    <path d="M9.75 9.6a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.15.9-1.15 1.7M12 16.5h.01" />
  </>,
);

/** A transmitter: live. */
export const LiveIcon = draw(
  <>
    <circle cx="12" cy="12" r="1.75" fill="currentColor" />
    <path d="M8.1 15.9a5.5 5.5 0 0 1 0-7.8M15.9 8.1a5.5 5.5 0 0 1 0 7.8M5.1 18.9a9.75 9.75 0 0 1 0-13.8M18.9 5.1a9.75 9.75 0 0 1 0 13.8" />
  </>,
);
/** Three dots: connecting. */
export const ConnectingIcon = draw(
  <>
    <circle cx="5.5" cy="12" r="1.5" fill="currentColor" />
    <circle cx="12" cy="12" r="1.5" fill="currentColor" />
    <circle cx="18.5" cy="12" r="1.5" fill="currentColor" />
  </>,
);
/** Two arrows in a ring: trying again. */
export const RetryIcon = draw(
  <path d="M20 11.5A8.1 8.1 0 0 0 5.2 7.4L4 9M4 4v5h5M4 12.5a8.1 8.1 0 0 0 14.8 4.1L20 15M20 20v-5h-5" />,
);
/** A struck cloud: offline. */
export const OfflineIcon = draw(
  <path d="m3.5 3.5 17 17M6.6 8.1A4.8 4.8 0 0 0 7.25 18h9.5M9.9 5.9a6 6 0 0 1 8 4.6 3.9 3.9 0 0 1 2.3 6.1" />,
);
/** Two chevrons: catching up. */
export const CatchingUpIcon = draw(<path d="m5.5 6 6 6-6 6M12.5 6l6 6-6 6" />, true);
/** A clock turned back: reloaded. */
export const ReloadedIcon = draw(<path d="M4.2 13.2A8 8 0 1 0 6 6.6L4 8.5M4 4v4.5h4.5M12 8v4.5l2.75 1.75" />);
/** A square in a circle: stopped. */
export const StoppedIcon = draw(
  <>
    <circle cx="12" cy="12" r="8.75" />
    <path d="M9.25 9.25h5.5v5.5h-5.5z" />
  </>,
);

/** An i in a circle. */
export const InfoIcon = draw(
  <>
    <circle cx="12" cy="12" r="8.75" />
    <path d="M12 11.25V16M12 8h.01" />
  </>,
);
/** A tick in a circle. */
export const SuccessIcon = draw(
  <>
    <circle cx="12" cy="12" r="8.75" />
    <path d="m8.5 12.25 2.4 2.5 4.6-5.25" />
  </>,
);
/** An exclamation in a triangle. */
export const WarningIcon = draw(<path d="M12 4 2.9 19.5h18.2zM12 10v4.25M12 16.9h.01" />);
/** An exclamation in an octagon. */
export const DangerIcon = draw(
  <path d="M8.4 3.25h7.2l5.15 5.15v7.2l-5.15 5.15H8.4L3.25 15.6V8.4zM12 8v4.75M12 16h.01" />,
);
/** A tick. */
export const TickIcon = draw(<path d="m5 12.5 4.5 4.75L19 7.25" />);
/** A cross: close. */
export const CloseIcon = draw(<path d="m6 6 12 12M18 6 6 18" />);
/** A sealed letter: the logo. */
export const LetterIcon = draw(<path d="M3 5.5h18v13H3zM3.25 6l8.75 7 8.75-7" />);
/** A bell: notifications. */
export const BellIcon = draw(
  <path d="M6.25 16.5h11.5c-1.1-1.2-1.5-2.6-1.5-4.9v-1.4a4.25 4.25 0 0 0-8.5 0v1.4c0 2.3-.4 3.7-1.5 4.9zM10 19.5a2.25 2.25 0 0 0 4 0M12 4v1.75" />,
);
/** An open letter: read. */
export const OpenLetterIcon = draw(<path d="M3 10v9.5h18V10L12 3.75zM3.25 10.25 12 15.5l8.75-5.25" />);
