/** A translator at work on the page. */
export interface Translator extends Disposable {
  /** Texts that the page wrote into nodes which the translator had replaced. Nobody sees those. */
  readonly lost: readonly string[];
}

/** What translators leave alone: marked parts, what one types into, and what takes no elements. */
const LEFT_ALONE = "[translate='no'], script, style, noscript, textarea, option, title, svg";

/**
 * Does to the page what Chrome's translator does: puts `<font><font>..</font></font>` in the place of every text, now
 * and whenever one comes. `say` makes the translation; by default the words stay, so that tests still find them.
 * Disposing of it ends it; what is translated stays.
 */
export function translatePage(say: (text: string) => string = (text) => text): Translator {
  const lost: string[] = [];
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) translate(node);
  });
  const translate = (node: Node) => {
    if (node instanceof Text) replace(node);
    else if (node instanceof Element && !node.matches(LEFT_ALONE))
      for (const child of [...node.childNodes]) translate(child);
  };
  const replace = (text: Text) => {
    const { parentElement: parent } = text;
    if (text.data.trim() === "" || !parent || parent.localName === "font" || parent.closest(LEFT_ALONE)) return;
    const font = document.createElement("font");
    font.appendChild(document.createElement("font")).textContent = say(text.data);
    text.replaceWith(font);
    Object.defineProperty(text, "nodeValue", { set: (words: string) => lost.push(words) });
  };
  translate(document.body);
  observer.observe(document.body, { childList: true, subtree: true });
  return { lost, [Symbol.dispose]: () => observer.disconnect() };
}
