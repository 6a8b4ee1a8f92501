/** Red, green, blue from 0 to 255, and alpha from 0 to 1, as the browser paints them. */
type Paint = readonly [red: number, green: number, blue: number, alpha: number];

const paints = new Map<string, Paint>();

/** What is painted behind elements, to be asked for once. It is true until the page or the reader's wishes change. */
export type Grounds = Map<Element, Paint>;

/**
 * WCAG 2.2 contrast of an element's text with all that is painted behind it, from 1 to 21. Background images and
 * opacity are not looked at.
 *
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function contrastOfText(element: Element, grounds: Grounds = new Map()): number {
  const ground = groundOf(element, grounds);
  const front = luminance(over(paintOf(getComputedStyle(element).color), ground));
  const back = luminance(ground);
  return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
}

/** The backgrounds of the element and of what it lies in, one over another on the browser's own white or black. */
function groundOf(element: Element, grounds: Grounds): Paint {
  const known = grounds.get(element);
  if (known) return known;
  const below = element.parentElement ? groundOf(element.parentElement, grounds) : paintOf("Canvas");
  const ground = over(paintOf(getComputedStyle(element).backgroundColor), below);
  grounds.set(element, ground);
  return ground;
}

function over(front: Paint, back: Paint): Paint {
  const alpha = front[3];
  const mixed = (channel: 0 | 1 | 2) => front[channel] * alpha + back[channel] * (1 - alpha);
  return [mixed(0), mixed(1), mixed(2), 1];
}

/** The browser itself turns oklch and system colours into what it paints. */
function paintOf(colour: string): Paint {
  const known = paints.get(colour);
  if (known) return known;
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (!context) throw new Error("This browser has no 2d canvas to measure colours with");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  const paint: Paint = [red, green, blue, alpha / 255];
  if (!/^[a-z]+$/i.test(colour)) paints.set(colour, paint);
  return paint;
}

function luminance([red, green, blue]: Paint): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
