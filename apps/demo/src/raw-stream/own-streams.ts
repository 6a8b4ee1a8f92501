const STORAGE_KEY = "tidings-own-streams";

/** Whether this tab opens streams of its own instead of sharing those of the browser's other tabs. */
export function hasOwnStreams(): boolean {
  try {
    return sessionStorage.getItem(STORAGE_KEY) === "own";
  } catch {
    return false;
  }
}

/** Reloads the page. From then on only this tab has streams of its own. */
export function openOwnStreams(): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, "own");
  } catch {
    // A page that may keep nothing shares nothing either.
  }
  location.reload();
}
