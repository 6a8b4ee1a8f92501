/** What a reader can ask of the browser, in the words of Playwright's `emulateMedia`. Null takes a wish back. */
export interface Guise {
  readonly colorScheme: "light" | "dark" | null;
  readonly contrast: "more" | null;
  readonly forcedColors: "active" | null;
  readonly reducedMotion: "reduce" | null;
}

/** A reader without wishes. */
export const plain: Guise = { colorScheme: "light", contrast: null, forcedColors: null, reducedMotion: null };

/** Guises in which the stylesheet has other colours. */
export const colourGuises: readonly (readonly [name: string, guise: Guise])[] = [
  ["dark", { ...plain, colorScheme: "dark" }],
  ["more contrast", { ...plain, contrast: "more" }],
  ["dark with more contrast", { ...plain, colorScheme: "dark", contrast: "more" }],
  ["forced colours", { ...plain, forcedColors: "active" }],
];

declare module "vitest" {
  interface ProvidedContext {
    /** Whether stories are looked at in every guise, once they have played. */
    guises: boolean;
    /** Whether the browser translates the page while stories play. */
    translated: boolean;
  }
}

declare module "vitest/browser" {
  interface BrowserCommands {
    /** Gives the browser these preferences, at once and until the next call. */
    emulateMedia(guise: Guise): Promise<void>;
  }
}
