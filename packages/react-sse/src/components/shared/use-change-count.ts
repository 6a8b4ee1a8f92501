"use client";

import { useState } from "react";

/**
 * How often `value` has changed since the first render: 0 at first, so that nothing moves when a page appears. Used as
 * the `key` of an element it restarts that element's animation with every change.
 */
export function useChangeCount(value: string | number): number {
  const [seen, setSeen] = useState({ value, count: 0 });
  if (Object.is(seen.value, value)) return seen.count;
  const count = seen.count + 1;
  setSeen({ value, count });
  return count;
}
