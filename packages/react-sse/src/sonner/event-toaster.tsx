"use client";

import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import type { ToasterProps } from "sonner";
import { addPageToaster } from "../components/notifications/toasts/page-toaster.ts";
import { CloseIcon, DangerIcon, InfoIcon, SuccessIcon, WarningIcon } from "../components/shared/icons.tsx";
import { sonner } from "./load-sonner.ts";
import { sonnerAdapter } from "./sonner-adapter.tsx";

const icons = {
  success: <SuccessIcon />,
  info: <InfoIcon />,
  warning: <WarningIcon />,
  error: <DangerIcon />,
  loading: <span className="tidings-spinner" />,
  close: <CloseIcon />,
};

const classNames = {
  toast: "tidings-toast",
  icon: "tidings-toast-icon",
  content: "tidings-toast-content",
  title: "tidings-toast-title",
  description: "tidings-toast-description",
  actionButton: "tidings-button tidings-toast-action",
  cancelButton: "tidings-button tidings-toast-action",
  closeButton: "tidings-toast-close",
};

/** Props of {@link EventToaster}: sonner's own, except those for the look of a toast. */
export type EventToasterProps = Omit<ToasterProps, "theme" | "richColors" | "icons">;

/**
 * sonner's toaster in this kit's style: icon, text and colour together, a close button, the page's theme. Put it into
 * the page once; it shows the toasts of `useEventToasts`. It renders nothing on the server. If sonner cannot be loaded,
 * it renders nothing either: the page works without toasts, and the console says why (C27.1). Needs `sonner` (`npm
 * install sonner`) and `@tidings/react-sse/styles.css`.
 *
 * A page whose policy says `style-src 'self'` imports `@tidings/react-sse/toasts.css` too.
 *
 * @example <EventToaster position="bottom-right" />
 */
export function EventToaster({ toastOptions, ...rest }: EventToasterProps): ReactNode {
  const loaded = useSyncExternalStore(sonner.subscribe, sonner.get, () => undefined);
  useEffect(() => {
    void sonner.load();
    return addPageToaster(sonnerAdapter);
  }, []);
  if (loaded === undefined) return null;
  return (
    <loaded.Toaster
      // The colours are tokens, which follow the page by themselves; "light" keeps sonner's own out of the way.
      theme="light"
      closeButton
      icons={icons}
      gap={10}
      toastOptions={{ ...toastOptions, unstyled: true, classNames: { ...classNames, ...toastOptions?.classNames } }}
      {...rest}
    />
  );
}
