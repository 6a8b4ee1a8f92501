import { contrastOfText, type Grounds } from "./painted-contrast.ts";
import { letAttributesPoint, pointAt } from "./pretend-pointer.ts";

const CONTROLS = "button, a[href], label, summary, [role='tab']";
const BADGES = ".tidings-badge, [data-slot$='-badge'], [data-slot$='-count']";
const MINIMUM = 4.5;

/** The states that an application may give any of the kit's buttons. */
const MOODS = {
  "at rest": {},
  busy: { "aria-disabled": "true" },
  disabled: { disabled: "" },
  "switched on": { "aria-pressed": "true" },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/**
 * Every control and badge of the page whose words cannot be read, in every mood and with the pointer away, on it and
 * pressed. axe looks at none of these: it never hovers, and passes over what is disabled, though people read it.
 */
export function unreadableControls(): string[] {
  letAttributesPoint();
  const controls = [...document.querySelectorAll(CONTROLS)];
  const shown = [...controls, ...document.querySelectorAll(BADGES)];
  const buttons = controls.filter((control) => control.matches("button.tidings-button"));
  const found: string[] = [];
  for (const [mood, attributes] of Object.entries(MOODS)) {
    const restore = give(buttons, attributes);
    const look = (pointer: string) => {
      const words = mood === "at rest" ? shown : buttons;
      for (const word of faint(words)) found.push(`${mood}, ${pointer}: ${word}`);
    };
    look("pointer away");
    const leave = pointAt(controls, "hover");
    look("under the pointer");
    const release = pointAt(controls, "active");
    look("pressed");
    release();
    leave();
    restore();
  }
  finishTransitions();
  return found;
}

function give(buttons: readonly Element[], attributes: Readonly<Record<string, string>>): () => void {
  const before = buttons.flatMap((button) =>
    Object.keys(attributes).map((name) => ({ button, name, value: button.getAttribute(name) })),
  );
  for (const { button, name } of before) button.setAttribute(name, attributes[name] ?? "");
  return () => {
    for (const { button, name, value } of before) {
      if (value === null) button.removeAttribute(name);
      else button.setAttribute(name, value);
    }
  };
}

function faint(shown: readonly Element[]): string[] {
  finishTransitions();
  const grounds: Grounds = new Map();
  return shown.flatMap((control) =>
    [control, ...control.querySelectorAll("*")].filter(hasWords).flatMap((element) => {
      const contrast = contrastOfText(element, grounds);
      if (contrast >= MINIMUM) return [];
      return `${contrast.toFixed(2)}:1 "${element.textContent}" in ${outline(control)}`;
    }),
  );
}

function outline(control: Element): string {
  const { outerHTML } = control;
  return outerHTML.slice(0, outerHTML.indexOf(">") + 1);
}

/** Words of its own, and not only for those who listen. */
function hasWords(element: Element): boolean {
  const hasText = [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== "");
  return hasText && element.getBoundingClientRect().width > 1;
}

function finishTransitions(): void {
  for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
}
