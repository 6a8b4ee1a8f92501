import type { User } from "@tidings/contracts/auth";
import { useSessionState } from "./session-context.ts";

/** Who is signed in, on a page behind the gate. */
export function useUser(): User {
  const state = useSessionState();
  if (state.status !== "signed-in") throw new Error("useUser is for pages behind the gate");
  return state.user;
}
