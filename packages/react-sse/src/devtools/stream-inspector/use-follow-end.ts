"use client";

import { type RefObject, useCallback, useRef, useState } from "react";
import { useBrowserLayoutEffect } from "../../components/shared/use-browser-layout-effect.ts";

/** Pixels from the end, less than a line, within which a reader counts as being at the end. */
const NEAR_PX = 12;

/**
 * Keeps the end of a scrolling box in view while content is added, unless its reader has scrolled up; from the end on
 * it follows again.
 */
export function useFollowEnd<E extends HTMLElement>(): {
  readonly box: RefObject<E | null>;
  readonly following: boolean;
  /** For the box's `onScroll`. */
  onScroll(): void;
  /** Goes to the end and stays there. */
  follow(): void;
} {
  const box = useRef<E>(null);
  const [following, setFollowing] = useState(true);

  // After every render: what was rendered is what may have grown.
  useBrowserLayoutEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight;
  });

  const onScroll = useCallback(() => {
    if (!box.current) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    setFollowing(scrollHeight - scrollTop - clientHeight < NEAR_PX);
  }, []);
  return { box, following, onScroll, follow: useCallback(() => setFollowing(true), []) };
}
