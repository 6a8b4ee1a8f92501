"use client";

import type { Tone } from "@tidings/contracts";
import type { ToastAdapter } from "../components/notifications/toasts/toast-adapter.ts";
import { ToneIcon } from "../components/shared/tone-icon.tsx";
import { type SonnerLoader, sonner } from "./load-sonner.ts";

const methods = {
  neutral: "message",
  info: "info",
  success: "success",
  warning: "warning",
  danger: "error",
} as const satisfies Record<Tone, string>;

/** Makes {@link sonnerAdapter}. */
export function createSonnerAdapter(loader: Pick<SonnerLoader, "load">): ToastAdapter {
  return ({ message, tone }) => {
    // The toaster's own icons go by sonner's types, and for a plain message sonner has none.
    const icon = <ToneIcon tone={tone} />;
    void loader.load().then((loaded) => loaded?.toast[methods[tone]](message, { icon }));
  };
}

/**
 * Shows a toast with sonner, which is loaded for the first toast. `<EventToaster />` uses it; a page with sonner's own
 * `<Toaster />` passes it to the hook. If sonner cannot be loaded, the page works without toasts (C27.1).
 *
 * @example useEventToasts(ordersStream, { toast: sonnerAdapter });
 */
export const sonnerAdapter: ToastAdapter = createSonnerAdapter(sonner);
