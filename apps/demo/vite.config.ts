import react from "@vitejs/plugin-react";
import { msw } from "msw/vite";
import { defineConfig, type Plugin } from "vite";

/**
 * sonner writes its styles into the page when it is loaded, which `style-src 'self'` refuses and reports. The built
 * demo has them from `toasts.css` already, so the writing is taken out.
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

// `mocks` plays everything in the browser; `server` talks to a real server elsewhere; the build to the one serving it.
export default defineConfig(({ mode }) => ({
  plugins: [react(), sonnerWithoutInlineStyles(), ...(mode === "mocks" ? [msw({ mode: "worker-only" })] : [])],
  server: { port: 5173 },
  build: {
    // The polyfill would be an inline script, and every browser that has what the pages need preloads modules.
    modulePreload: { polyfill: false },
    // An inlined asset is a data: address, which a strict policy refuses.
    assetsInlineLimit: 0,
  },
}));
