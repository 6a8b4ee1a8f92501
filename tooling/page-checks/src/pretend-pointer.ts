/** Stands in the stylesheet beside `:hover` and `:active`: no test can hold a real pointer on every control at once. */
const HELD = { hover: "data-story-hover", active: "data-story-active" } as const;

const rewritten = new WeakSet<CSSStyleSheet>();

/** Makes the page's stylesheets take an attribute for the pointer. Their specificity and order stay as they are. */
export function letAttributesPoint(): void {
  for (const sheet of document.styleSheets) {
    if (rewritten.has(sheet)) continue;
    rewritten.add(sheet);
    rewrite(sheet.cssRules);
  }
}

function rewrite(rules: CSSRuleList): void {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule && /:(hover|active)\b/.test(rule.selectorText)) {
      rule.selectorText = rule.selectorText
        .replace(/:hover\b/g, `:is(:hover, [${HELD.hover}])`)
        .replace(/:active\b/g, `:is(:active, [${HELD.active}])`);
    }
    if ("cssRules" in rule && rule.cssRules instanceof CSSRuleList) rewrite(rule.cssRules);
  }
}

/** Puts the pointer on these elements and on what they lie in, as far as the stylesheets can tell. Returns its removal. */
export function pointAt(elements: readonly Element[], how: keyof typeof HELD): () => void {
  const touched = new Set<Element>();
  for (const start of elements) {
    for (let element: Element | null = start; element; element = element.parentElement) touched.add(element);
  }
  for (const element of touched) element.toggleAttribute(HELD[how], true);
  return () => {
    for (const element of touched) element.removeAttribute(HELD[how]);
  };
}
