"use client";

import { type RefObject, useInsertionEffect, useRef } from "react";

/** A ref to the newest value, for callbacks that outlive a render, so that a new handler needs no new subscription. */
export function useLatestRef<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useInsertionEffect(() => {
    latest.current = value;
  }, [value]);
  return latest;
}
