import "@tidings/react-sse/styles.css";
import "@tidings/react-sse/devtools.css";
import "./preview.css";
import addonA11y from "@storybook/addon-a11y";
import addonDocs from "@storybook/addon-docs";
import addonThemes, { withThemeByDataAttribute } from "@storybook/addon-themes";
import { definePreview } from "@storybook/react-vite";
import { translatePage } from "@tidings/page-checks";
import { useEffect } from "storybook/preview-api";
import { expect } from "storybook/test";

/** A component's docstring up to its tags, which the page would show as prose. */
function describe(component: { readonly __docgenInfo?: { readonly description?: string } } | undefined): string {
  return component?.__docgenInfo?.description?.split("\n@")[0] ?? "";
}

export default definePreview({
  addons: [addonDocs(), addonA11y(), addonThemes()],
  tags: ["autodocs"],
  parameters: {
    layout: "fullscreen",
    a11y: { test: "error" },
    controls: { expanded: true },
    docs: { extractComponentDescription: describe },
    options: {
      storySort: {
        order: [
          "Live",
          "Orders",
          "Chat",
          "Notifications",
          "Records",
          "Connection",
          "Toasts",
          "Devtools",
          "Foundations",
        ],
      },
    },
  },
  globalTypes: {
    direction: {
      description: "Writing direction",
      toolbar: {
        icon: "transfer",
        items: [
          { value: "ltr", title: "Left to right" },
          { value: "rtl", title: "Right to left" },
        ],
        dynamicTitle: true,
      },
    },
    translator: {
      description: "What a browser's translator does to the page",
      toolbar: {
        icon: "globe",
        items: [
          { value: "off", title: "Not translated" },
          { value: "on", title: "Translated" },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { direction: "ltr", translator: "off" },
  // What holds for every story: nothing is wider than the page. Colours and motion: src/in-every-guise.ts.
  afterEach: async () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    await expect(scrollWidth, "width of what is shown").toBeLessThanOrEqual(clientWidth);
  },
  decorators: [
    withThemeByDataAttribute({ themes: { system: "", light: "light", dark: "dark" }, defaultTheme: "system" }),
    (Story, { globals }) => {
      const direction = globals.direction === "rtl" ? "rtl" : "ltr";
      useEffect(() => {
        document.documentElement.dir = direction;
      }, [direction]);
      useEffect(() => {
        if (globals.translator !== "on") return;
        const translator = translatePage((text) => `«${text}»`);
        return () => translator[Symbol.dispose]();
      }, [globals.translator]);
      return (
        <div className="tidings-page story">
          <Story />
        </div>
      );
    },
  ],
});
