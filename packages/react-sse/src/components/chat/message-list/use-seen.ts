"use client";

import { type RefObject, useEffect, useRef } from "react";
import { useLatestRef } from "../../../hooks/use-latest-ref.ts";

/**
 * Calls `onSeen` for messages that were really seen: the bottom of an element marked `data-unread` with the message's
 * id is in view of `box` while the page is visible. May call it twice for a message.
 */
export function useSeen(box: RefObject<HTMLElement | null>, onSeen: ((messageId: string) => void) | undefined): void {
  const latest = useLatestRef(onSeen);
  const observer = useRef<IntersectionObserver>(undefined);

  useEffect(() => {
    const inView = new Set<Element>();
    const report = () => {
      if (document.visibilityState !== "visible") return;
      for (const element of inView) {
        const id = element.getAttribute("data-unread");
        if (id !== null) latest.current?.(id);
        observer.current?.unobserve(element);
      }
      inView.clear();
    };
    observer.current = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inView.add(target);
          else inView.delete(target);
        }
        report();
      },
      { root: box.current, threshold: 0.5 },
    );
    document.addEventListener("visibilitychange", report);
    return () => {
      document.removeEventListener("visibilitychange", report);
      observer.current?.disconnect();
      observer.current = undefined;
    };
  }, [box, latest]);

  // After every render: observing what is observed already changes nothing.
  useEffect(() => {
    for (const element of box.current?.querySelectorAll("[data-unread]") ?? []) observer.current?.observe(element);
  });
}
