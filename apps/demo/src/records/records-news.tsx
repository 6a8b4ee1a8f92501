import { recordsStream } from "@tidings/contracts/records";
import { useConnectionAnnouncements, useEventToasts } from "@tidings/react-sse";
import type { ReactNode } from "react";

/** Toasts and announcements about one's records while one looks at them, worded by the contract. */
export function RecordsNews(): ReactNode {
  useEventToasts(recordsStream);
  useConnectionAnnouncements(recordsStream);
  return null;
}
