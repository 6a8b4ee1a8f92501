/** What bundlers put the text of; the name itself is there only in Node and its like. */
declare const process: { readonly env: { readonly NODE_ENV?: string | undefined } };

/**
 * Whether a developer looks at the console: `NODE_ENV` is anything but `production`, as React reads it. Vite, webpack,
 * Rollup's plugins and esbuild write its value in place of the name. A page without a bundler has neither `process` nor a
 * value, and counts as production. Read at each call, so that a test may set it.
 */
export function isDevelopment(): boolean {
  // No `typeof process` in front: bundlers replace the whole name and leave that question to the browser, which says no.
  try {
    return process.env.NODE_ENV !== "production";
  } catch {
    return false;
  }
}
