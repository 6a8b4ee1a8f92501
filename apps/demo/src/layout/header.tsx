import { LetterIcon } from "@tidings/react-sse/components";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { pages } from "../pages.tsx";
import { useSessionState } from "../session/session-context.ts";
import { ThemeSwitch } from "../theme/theme-switch.tsx";
import { UserMenu } from "./user-menu.tsx";

/** The top of every page: whose site, where to go, who is here, by what light. */
export function Header(): ReactNode {
  const state = useSessionState();
  const [path] = useLocation();
  const user = state.status === "signed-in" ? state.user : undefined;
  const offered = user ? pages.filter(({ access }) => access !== "admin" || user.role === "admin") : [];
  return (
    <header className="tidings-header">
      <div className="tidings-airmail" aria-hidden="true" />
      <div className="tidings-header-row">
        <Link href="/" className="tidings-brand">
          <LetterIcon />
          Tidings
        </Link>
        {offered.length > 1 && (
          <nav aria-label="Pages">
            <ul className="tidings-nav">
              {offered.map((page) => (
                <li key={page.path}>
                  <Link href={page.path} aria-current={page.path === path ? "page" : undefined}>
                    {page.label}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <div className="tidings-header-end">
          {user && <UserMenu user={user} />}
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}
