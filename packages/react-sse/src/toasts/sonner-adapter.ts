import type { Tone } from "@tidings/contracts";
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
  void import("sonner").then(({ toast }) => toast[methods[tone]](message));
};
