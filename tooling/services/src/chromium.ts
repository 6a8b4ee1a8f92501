import { type Browser, chromium } from "playwright-core";
import { findTool, requireTool } from "./tool.ts";

/** Flags that let Chromium run as root and in containers, and keep it from contacting other hosts. */
export const chromiumFlags: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Chromium's program, or undefined where there is none and `CI` is not set.
 *
 * @throws ServicesError `missing_tool` in CI, or where `CHROMIUM_PATH` names no program
 */
export function chromiumPath(): string | undefined {
  return findTool("chromium");
}

/**
 * Starts a headless Chromium.
 *
 * @throws ServicesError `missing_tool`
 * @example await using browser = await launchChromium();
 */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: requireTool("chromium"), args: [...chromiumFlags] });
}
