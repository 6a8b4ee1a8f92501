"use client";

import { useState } from "react";

/** Returns the same object as long as its JSON is the same, so that an inline query does not cause a reconnect. */
export function useStable<T>(value: T): T {
  const [stable, setStable] = useState(value);
  if (stable === value || JSON.stringify(stable) === JSON.stringify(value)) return stable;
  setStable(value);
  return value;
}
