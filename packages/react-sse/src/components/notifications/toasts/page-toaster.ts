import type { ToastAdapter } from "./toast-adapter.ts";

const toasters: { readonly show: ToastAdapter }[] = [];

/**
 * Registers `show` to show the page's toasts, as a toaster does while it is mounted. If several are registered, the
 * newest one shows them. Returns a function that unregisters it; calling it twice is harmless.
 */
export function addPageToaster(show: ToastAdapter): () => void {
  const toaster = { show };
  toasters.push(toaster);
  return () => {
    const at = toasters.indexOf(toaster);
    if (at >= 0) toasters.splice(at, 1);
  };
}

/** The function that shows the page's toasts; undefined if no toaster is mounted. */
export function pageToaster(): ToastAdapter | undefined {
  return toasters.at(-1)?.show;
}
