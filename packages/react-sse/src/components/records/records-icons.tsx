"use client";

import { draw } from "../shared/icons.tsx";

/** A padlock: for its owner alone. */
export const OwnerIcon = draw(
  <path d="M5.5 10.75h13V20h-13zM8.25 10.5V7.75a3.75 3.75 0 0 1 7.5 0v2.75M12 14.25v2.25" />,
);
/** Two people: for everyone. */
export const EveryoneIcon = draw(
  <>
    <circle cx="9" cy="8" r="3.25" />
    <path d="M3 19.5c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5M15.5 5.2a3.25 3.25 0 0 1 0 5.6M17.5 14.5c2.25.6 3.5 2.4 3.5 5" />
  </>,
);
/** An hourglass: waiting for approval. */
export const PendingIcon = draw(
  <path d="M6.5 3.5h11M6.5 20.5h11M7.75 3.5c0 5 4.25 5.5 4.25 8.5s-4.25 3.5-4.25 8.5M16.25 3.5c0 5-4.25 5.5-4.25 8.5s4.25 3.5 4.25 8.5" />,
);
/** A page that was signed: approved. */
export const ApprovedIcon = draw(<path d="M5.5 3.5h13v17h-13zM8.75 8h6.5M8.5 14l2 2.25 4.75-5" />);
/** A bag at the counter: ready. */
export const ReadyIcon = draw(
  <path d="M5.5 8.5h13L19.5 20h-15zM8.75 11V7a3.25 3.25 0 0 1 6.5 0v4M12 13v3.75M10.1 14.9h3.8" />,
);
/** A page of a calendar. */
export const AppointmentIcon = draw(<path d="M4 5.75h16V20H4zM4 10.25h16M8.25 3.25v4.5M15.75 3.25v4.5" />);
/** A bell that rings. */
export const ReminderIcon = draw(
  <path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.75H5zM10 20.5h4M12 5.5V3.75M3.25 10c0-2.25.75-4 2-5.25M20.75 10c0-2.25-.75-4-2-5.25" />,
);
/** A pin on a map: where. */
export const PlaceIcon = draw(
  <>
    <path d="M12 21c4.5-4.75 6.75-8.25 6.75-11a6.75 6.75 0 0 0-13.5 0c0 2.75 2.25 6.25 6.75 11z" />
    <circle cx="12" cy="10" r="2.25" />
  </>,
);
