import "@tidings/react-sse/styles.css";
import "./preview.css";
import addonA11y from "@storybook/addon-a11y";
import addonDocs from "@storybook/addon-docs";
import addonThemes, { withThemeByDataAttribute } from "@storybook/addon-themes";
import { definePreview } from "@storybook/react-vite";
import { useEffect } from "storybook/preview-api";

export default definePreview({
  addons: [addonDocs(), addonA11y(), addonThemes()],
  tags: ["autodocs"],
  parameters: {
    layout: "fullscreen",
    a11y: { test: "error" },
    controls: { expanded: true },
    options: { storySort: { order: ["Foundations", "Orders", "Connection", "Toasts"] } },
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
  },
  initialGlobals: { direction: "ltr" },
  decorators: [
    withThemeByDataAttribute({ themes: { system: "", light: "light", dark: "dark" }, defaultTheme: "system" }),
    (Story, { globals, parameters }) => {
      const direction = globals.direction === "rtl" ? "rtl" : "ltr";
      useEffect(() => {
        document.documentElement.dir = direction;
      }, [direction]);
      return (
        <div className="tidings-page story" data-story-layout={parameters.page ? "page" : "padded"}>
          <Story />
        </div>
      );
    },
  ],
});
