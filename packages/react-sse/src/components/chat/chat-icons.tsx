"use client";

import type { MessageStatus } from "@tidings/contracts/chat";
import { draw, type Icon, TickIcon } from "../shared/icons.tsx";

/** A clock: on its way. */
export const SendingIcon = draw(
  <>
    <circle cx="12" cy="12" r="8.75" />
    <path d="M12 7.25V12l3 2" />
  </>,
);
/** Two ticks: it arrived. */
const ArrivedIcon = draw(<path d="m2.5 12.75 4 4.25L14.5 8M11.5 16l1 1L21.5 8" />);
/** An open eye: it was seen. */
const SeenIcon = draw(
  <>
    <path d="M2.5 12S6 5.75 12 5.75 21.5 12 21.5 12 18 18.25 12 18.25 2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="2.75" />
  </>,
);
/** A paper plane: send. */
export const SendIcon = draw(<path d="M20.5 4 3.5 10.75l6.75 3 3 6.75zM20.5 4 10.25 13.75" />, true);
/** An arrow down: to the end. */
export const DownIcon = draw(<path d="M12 4.5v14.5M5.75 12.75 12 19l6.25-6.25" />);
/** Two speech bubbles: a conversation. */
export const ConversationIcon = draw(
  <path d="M3.25 4h12v8.5H8.5l-3 2.75V12.5H3.25zM18 8.75h2.75v8.5H18.5V20l-3-2.75H9.75v-2" />,
);
/** A bin: give it up. */
export const DiscardIcon = draw(
  <path d="M4.5 6.75h15M9.5 6.5V4h5v2.5M6.5 7l.75 13h9.5l.75-13M10.25 10.75v5.5M13.75 10.75v5.5" />,
);

/** What stands for each status of a message. */
export const messageStatusIcons: Readonly<Record<MessageStatus, Icon>> = {
  sent: TickIcon,
  delivered: ArrivedIcon,
  read: SeenIcon,
};
