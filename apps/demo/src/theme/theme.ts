/** Whose choice of light and dark a page follows. */
export type Theme = "system" | "light" | "dark";

// Also read by public/theme.js, before the first paint.
const STORAGE_KEY = "tidings-theme";

/** The chosen theme; `system` where none was chosen or storage is closed. */
export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

/** Applies a theme at once and keeps it for the next visit, where storage allows. */
export function chooseTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // The choice lasts as long as the page.
  }
}
