import type { Tone } from "@tidings/contracts";
import { ToneIcon } from "../components/tone-icon.tsx";
import type { ToastAdapter } from "./toast-adapter.ts";

const methods = {
  neutral: "message",
  info: "info",
  success: "success",
  warning: "warning",
  danger: "error",
} as const satisfies Record<Tone, string>;

/**
 * Shows toasts with sonner, which is loaded with the first one: an optional peer costs nothing until it is used.
 * Put `<EventToaster />` in the page.
 */
export const sonnerAdapter: ToastAdapter = ({ message, tone }) => {
  // The toaster's own icons go by sonner's types, and for a plain message sonner has none.
  const icon = <ToneIcon tone={tone} />;
  void import("sonner").then(({ toast }) => toast[methods[tone]](message, { icon }));
};
