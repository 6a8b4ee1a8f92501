import type { Page } from "playwright-core";

/** What happened on a page since it was watched, in order. */
export interface PageWatch {
  /** `ORD-A7X3B2 — Preparing` for each time that a badge changed. */
  badges(): Promise<readonly string[]>;
  /** The text of each toast that appeared. */
  toasts(): Promise<readonly string[]>;
}

/**
 * Notes, with a MutationObserver in the page, each change of a badge and each new toast. A page that is loaded again
 * forgets its notes, and asking for them is an error then.
 */
export async function watchPage(page: Page): Promise<PageWatch> {
  const notes = await page.evaluateHandle(() => {
    const badges: string[] = [];
    const toasts: string[] = [];
    const observer = new MutationObserver((mutations) => {
      for (const { target, type, addedNodes } of mutations) {
        if (type === "attributes" && target instanceof Element) {
          if (!target.matches('[data-slot="order-status-badge"]')) continue;
          const code = target.closest("article")?.querySelector('[data-slot="order-card-code"]')?.textContent;
          badges.push(`${code} — ${target.getAttribute("data-status")}`);
        }
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue;
          // The first toast comes inside its list, the next ones alone.
          const toast = node.matches("[data-sonner-toast]") ? node : node.querySelector("[data-sonner-toast]");
          if (toast) toasts.push(toast.querySelector("[data-title]")?.textContent ?? "");
        }
      }
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-status"] });
    return { badges, toasts };
  });
  return {
    badges: () => notes.evaluate(({ badges }) => badges),
    toasts: () => notes.evaluate(({ toasts }) => toasts),
  };
}
