import { useState } from "react";

const STORAGE_KEY = "tidings-raw-stream";

/** Whether the raw stream is shown beside the page, and the way to change that; kept for the next visit. */
export interface RawStreamChoice {
  readonly shown: boolean;
  toggle(): void;
}

/** @see RawStreamChoice */
export function useRawStreamChoice(): RawStreamChoice {
  const [shown, setShown] = useState(read);
  const toggle = () => {
    setShown(!shown);
    write(!shown);
  };
  return { shown, toggle };
}

function read(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) === "shown";
  } catch {
    return false;
  }
}

function write(shown: boolean): void {
  try {
    if (shown) localStorage.setItem(STORAGE_KEY, "shown");
    else localStorage.removeItem(STORAGE_KEY);
  } catch {
    // The choice lasts as long as the page.
  }
}
