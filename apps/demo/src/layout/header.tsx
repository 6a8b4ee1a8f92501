import { LetterIcon } from "@tidings/react-sse/components";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { pages } from "../pages.tsx";
import type { RawStreamChoice } from "../raw-stream/raw-stream-choice.ts";
import { RawStreamSwitch } from "../raw-stream/raw-stream-switch.tsx";
import { useSessionState } from "../session/session-context.ts";
import { ThemeSwitch } from "../theme/theme-switch.tsx";
import { Navigation } from "./navigation.tsx";
import { UserMenu } from "./user-menu.tsx";

/** The top of every page: the site's name, navigation, user menu and theme switch. */
export function Header({ rawStream }: { readonly rawStream?: RawStreamChoice | undefined }): ReactNode {
  const state = useSessionState();
  const user = state.status === "signed-in" ? state.user : undefined;
  const offered = user ? pages.filter(({ access }) => access !== "admin" || user.role === "admin") : [];
  return (
    <header className="shell-header">
      <div className="shell-airmail" aria-hidden="true" />
      <div className="shell-header-row">
        <Link href="/" className="shell-brand">
          <LetterIcon />
          <span>Tidings</span>
        </Link>
        <div className="shell-header-end">
          {user && <UserMenu user={user} />}
          {rawStream && <RawStreamSwitch choice={rawStream} />}
          <ThemeSwitch />
        </div>
        {offered.length > 1 && <Navigation pages={offered} />}
      </div>
    </header>
  );
}
