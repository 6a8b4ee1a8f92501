"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on a server and in the browser's hydrating render; true in every other render. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
