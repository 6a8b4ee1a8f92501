import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";

/** Attributes that only name or refer to something; they and all words have tests of their own. */
const LEFT_OUT =
  /^(class|data-slot|data-key|id|for|aria-label|aria-labelledby|aria-describedby|aria-controls|datetime|title|placeholder|popovertarget)$/;

/**
 * What stylesheets and screen readers find of a component, as its server renders it: of each element its `data-slot` or
 * else its tag, its classes without `tidings-`, and its attributes without `data-`. Tags that have none of these are left
 * out.
 *
 * @example partsOf(<PresenceMark isOnline />) // "presence status=online tone=success; presence-dot aria-hidden=true"
 */
export function partsOf(ui: ReactNode): string {
  const root = document.createElement("div");
  root.innerHTML = renderToStaticMarkup(ui);
  return partsIn(root);
}

/** {@link partsOf} what is inside an element of the page, after a user's actions. */
export function partsIn(root: Element): string {
  return [...root.querySelectorAll("*")].flatMap(wordsOf).join("; ");
}

function wordsOf(element: Element): string[] {
  const classes = [...element.classList].map((name) => `.${name.replace(/^tidings-/, "")}`).join("");
  const slot = element.getAttribute("data-slot");
  const name = `${slot ?? element.localName}${classes}`;
  // Every icon is drawn by one function.
  const isDrawing = element.closest("svg") !== null;
  const attributes = isDrawing ? [] : [...element.attributes].filter((attribute) => !LEFT_OUT.test(attribute.name));
  if (slot === null && classes === "" && attributes.length === 0) return [];
  const words = attributes.map(({ name: key, value }) => (value === "" ? bare(key) : `${bare(key)}=${value}`));
  return [[name, ...words].join(" ")];
}

const bare = (attribute: string) => attribute.replace(/^data-/, "");
