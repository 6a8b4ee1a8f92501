/**
 * Every text node of the page that React itself holds on to: it does where a text stands beside other children, while
 * an only child is written through its element. A translator puts something else in such a node's place, and what React
 * writes into it afterwards is lost; where React moves or removes it, the page breaks. Do not call it after the page
 * was translated.
 */
export function heldTexts(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const isHeld = Object.keys(text).some((key) => key.startsWith("__reactFiber$"));
    if (isHeld && text.nodeValue?.trim() !== "") found.push(`"${text.nodeValue}" in ${text.parentElement?.outerHTML}`);
  }
  return found;
}
