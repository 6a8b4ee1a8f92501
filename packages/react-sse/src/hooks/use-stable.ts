"use client";

import { useState } from "react";

/** The same object as long as it says the same in JSON, so that an inline query is no reason to connect again. */
export function useStable<T>(value: T): T {
  const [stable, setStable] = useState(value);
  if (stable === value || JSON.stringify(stable) === JSON.stringify(value)) return stable;
  setStable(value);
  return value;
}
