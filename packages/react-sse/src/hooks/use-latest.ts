"use client";

import { type RefObject, useInsertionEffect, useRef } from "react";

/** The newest value for callbacks that outlive a render, so that a new handler is no reason to subscribe again. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useInsertionEffect(() => {
    latest.current = value;
  }, [value]);
  return latest;
}
