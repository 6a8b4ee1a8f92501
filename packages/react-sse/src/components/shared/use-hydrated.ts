"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on a server, and in the browser's render that takes the server's page over; true in every other. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
