import type { User } from "@tidings/contracts/auth";
import { LogOut } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useSession } from "../session/session-context.ts";

/** Who is signed in, and the way out. */
export function UserMenu({ user }: { readonly user: User }): ReactNode {
  const session = useSession();
  const [state, setState] = useState<"idle" | "leaving" | "failed">("idle");
  const leave = async () => {
    setState("leaving");
    try {
      await session.signOut();
    } catch {
      setState("failed");
    }
  };
  return (
    <div className="demo-user">
      <span className="tidings-meta">
        <span className="tidings-visually-hidden">Signed in as </span>
        <span>{user.name}</span>
      </span>
      <button
        type="button"
        className="tidings-button"
        data-variant="quiet"
        data-size="small"
        aria-disabled={state === "leaving"}
        onClick={() => {
          if (state !== "leaving") void leave();
        }}
      >
        <LogOut aria-hidden size="1em" data-mirror="" />
        <span className="demo-sign-out">Sign out</span>
      </button>
      <span role="alert" className="tidings-meta">
        {state === "failed" && "You are still signed in: the server could not be reached."}
      </span>
    </div>
  );
}
