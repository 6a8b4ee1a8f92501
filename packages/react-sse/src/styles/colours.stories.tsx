import type { Meta, StoryObj } from "@storybook/react-vite";
import { expect } from "storybook/test";
import { ToneIcon } from "../components/shared/tone-icon.tsx";

/** Every colour of the kit, measured as the browser paints it: 4.5:1 for text, 3:1 for dots, borders and focus. */
const meta = { title: "Foundations/Colours" } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

const grounds = ["background", "surface", "background-sunken"] as const;
const text = ["foreground", "foreground-muted", "accent"] as const;
const shapes = ["border", "focus", "ornament"] as const;
const tones = ["neutral", "info", "success", "warning", "danger"] as const;

export const Grounds: Story = {
  render: () => (
    <div className="tidings-columns">
      {grounds.map((ground) => (
        <div key={ground} className="tidings-panel tidings-stack story-ground" data-ground={ground}>
          {text.map((colour) => (
            <span key={colour} className="story-text" data-colour={colour}>
              {`${colour} on ${ground}`}
            </span>
          ))}
          {shapes.map((colour) => (
            <span key={colour} className="tidings-cluster">
              <span className="story-dot" data-colour={colour} />
              <span>{`${colour} on ${ground}`}</span>
            </span>
          ))}
        </div>
      ))}
    </div>
  ),
  play: async ({ canvasElement }) => {
    for (const ground of canvasElement.querySelectorAll(".story-ground")) {
      for (const word of ground.querySelectorAll(".story-text")) {
        await expect(contrastOf(word, "color", ground), word.textContent ?? "").toBeGreaterThanOrEqual(4.5);
      }
      for (const dot of ground.querySelectorAll(".story-dot")) {
        const name = dot.parentElement?.textContent ?? "";
        await expect(contrastOf(dot, "background-color", ground), name).toBeGreaterThanOrEqual(3);
      }
    }
  },
};

export const Tones: Story = {
  render: () => (
    <div className="tidings-columns">
      {tones.map((tone) => (
        <div key={tone} className="tidings-notice" data-tone={tone}>
          <ToneIcon tone={tone} />
          <p>{tone}</p>
          <span className="story-dot" data-colour="tone-dot" />
        </div>
      ))}
    </div>
  ),
  play: async ({ canvasElement }) => {
    for (const notice of canvasElement.querySelectorAll(".tidings-notice")) {
      const tone = notice.textContent ?? "";
      await expect(contrastOf(notice, "color", notice), tone).toBeGreaterThanOrEqual(4.5);
      for (const dot of notice.querySelectorAll(".story-dot")) {
        await expect(contrastOf(dot, "background-color", notice), `${tone} dot`).toBeGreaterThanOrEqual(3);
        await expect(
          contrastOf(dot, "background-color", canvasElement.querySelector(".story") ?? notice),
          `${tone} dot on paper`,
        ).toBeGreaterThanOrEqual(3);
      }
    }
  },
};

/**
 * WCAG 2.2 contrast of one painted colour of `element` against the background of `ground`, from 1 to 21.
 * The browser itself turns oklch, light-dark() and system colours into what it paints.
 *
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
function contrastOf(element: Element, property: "color" | "background-color", ground: Element): number {
  const front = luminance(getComputedStyle(element).getPropertyValue(property));
  const back = luminance(getComputedStyle(ground).backgroundColor);
  return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
}

function luminance(colour: string): number {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (!context) throw new Error("This browser has no 2d canvas to measure colours with");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
