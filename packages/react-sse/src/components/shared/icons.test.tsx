import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { draw } from "./icons.tsx";
import { ToneIcon } from "./tone-icon.tsx";

it("an icon is one em square, is drawn in the text's colour, and is silent to screen readers", () => {
  const Dot = draw(<circle r="1" />);
  expect(renderToStaticMarkup(<Dot className="own" />)).toBe(
    '<svg data-slot="icon" viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false" class="own"><circle r="1"></circle></svg>',
  );
});

it("an icon with a direction can be mirrored in right-to-left pages", () => {
  const Arrow = draw(<path d="M0 0" />, true);
  expect(renderToStaticMarkup(<Arrow />)).toContain('<svg data-slot="icon" data-mirror="" ');
});

it("each tone has an icon of its own, so that colour is never the only sign", () => {
  const tones = ["neutral", "info", "success", "warning", "danger"] as const;
  const pictures = tones.map((tone) => renderToStaticMarkup(<ToneIcon tone={tone} />));
  expect(new Set(pictures).size).toBe(5);
});
