import { useSyncExternalStore } from "react";

// As styles/chat.css has it: the list and a thread beside each other.
const room = matchMedia("(width >= 48rem)");

/** Whether the window has room for the list and a conversation at once. */
export function useHasRoom(): boolean {
  return useSyncExternalStore(subscribe, () => room.matches);
}

function subscribe(listener: () => void): () => void {
  room.addEventListener("change", listener);
  return () => room.removeEventListener("change", listener);
}
