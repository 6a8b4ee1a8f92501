"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useBrowserLayoutEffect } from "../../shared/use-browser-layout-effect.ts";

/** A reader this many pixels from the end counts as being at the end. */
const NEAR_PX = 48;

/** What {@link useLogScroll} gives. */
export interface LogScroll {
  /** For the box that scrolls; it must be positioned. Items in it carry `data-key`, in order. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  /** For the box's `onScroll`. */
  onScroll(): void;
  /** Goes to the end and stays there. */
  toEnd(): void;
}

/**
 * Keeps a log at its end while it grows. If the reader has scrolled up, the items in view stay where they are, even
 * when older items are added before them. The log opens at the divider above unread items, if there is one.
 */
export function useLogScroll(): LogScroll {
  const box = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const hasBegun = useRef(false);
  const first = useRef<{ readonly key: string | undefined; readonly top: number }>(undefined);
  const [isAtEnd, setAtEnd] = useState(true);

  const onScroll = useCallback(() => {
    const { current } = box;
    if (current === null) return;
    sticks.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_PX;
    setAtEnd(sticks.current);
  }, []);

  const toEnd = useCallback(() => {
    sticks.current = true;
    setAtEnd(true);
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, []);

  // After every render: the reader must not see the log jump.
  useBrowserLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    const items = current.querySelectorAll<HTMLElement>("[data-key]");
    const [oldest] = items;
    if (oldest === undefined) return;
    const before = first.current;
    if (!hasBegun.current) {
      hasBegun.current = true;
      const unread = current.querySelector<HTMLElement>('[data-slot="unread-divider"]');
      current.scrollTop = unread === null ? current.scrollHeight : Math.max(0, unread.offsetTop - NEAR_PX);
      sticks.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_PX;
      setAtEnd(sticks.current);
    } else if (sticks.current) {
      current.scrollTop = current.scrollHeight;
    } else if (before !== undefined && before.key !== oldest.dataset.key && !isAnchored(current)) {
      const moved = [...items].find((item) => item.dataset.key === before.key);
      if (moved) current.scrollTop += moved.offsetTop - before.top;
    }
    first.current = { key: oldest.dataset.key, top: oldest.offsetTop };
  });

  // The size changes when fonts load, the composer grows or a phone is turned.
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const observer = new ResizeObserver(() => {
      if (sticks.current) current.scrollTop = current.scrollHeight;
    });
    observer.observe(current);
    for (const child of current.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  return { box, isAtEnd, onScroll, toEnd };
}

/**
 * Whether the browser keeps the items in view in place by itself (scroll anchoring). Browsers do not do that for a box
 * that is scrolled to its start.
 */
function isAnchored({ scrollTop }: HTMLElement): boolean {
  return scrollTop > 0 && CSS.supports("overflow-anchor", "auto");
}
