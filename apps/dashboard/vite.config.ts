import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * sonner writes its styles into the page when it is loaded, which `style-src 'self'` refuses and reports. The built
 * page has them from `toasts.css` already, so the writing is taken out.
 */
function sonnerWithoutInlineStyles(): Plugin {
  return {
    name: "sonner-without-inline-styles",
    apply: "build",
    transform(code, id) {
      if (!/sonner\/dist\/index\.mjs/.test(id)) return;
      const without = code.replace(/^__insertCSS\(.*\);$/m, "");
      if (without === code) this.error("sonner no longer writes its styles this way; see what toasts.css still needs");
      return without;
    },
  };
}

export default defineConfig({
  plugins: [react(), sonnerWithoutInlineStyles()],
  build: {
    // The polyfill would be an inline script, and every browser that has what the page needs preloads modules.
    modulePreload: { polyfill: false },
    // An inlined asset is a data: address, which a strict policy refuses.
    assetsInlineLimit: 0,
  },
});
