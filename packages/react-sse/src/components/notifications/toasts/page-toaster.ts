import type { ToastAdapter } from "./toast-adapter.ts";

const toasters: { readonly show: ToastAdapter }[] = [];

/**
 * Has the page's toasts shown by `show`, as a toaster does while it is mounted. Of several the newest one shows them.
 * Returns a function that takes it back; calling it twice is harmless.
 */
export function addPageToaster(show: ToastAdapter): () => void {
  const toaster = { show };
  toasters.push(toaster);
  return () => {
    const at = toasters.indexOf(toaster);
    if (at >= 0) toasters.splice(at, 1);
  };
}

/** What shows the page's toasts; undefined where no toaster is mounted. */
export function pageToaster(): ToastAdapter | undefined {
  return toasters.at(-1)?.show;
}
