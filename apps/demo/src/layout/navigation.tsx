import { type ReactNode, useLayoutEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import type { PageEntry } from "../pages.tsx";

/** The pages, in one row that scrolls by itself where it is too long; the one on view is marked, and in view. */
export function Navigation({ pages }: { readonly pages: readonly PageEntry[] }): ReactNode {
  const [path] = useLocation();
  const row = useRef<HTMLUListElement>(null);

  // Not scrollIntoView, which would move the page as well.
  useLayoutEffect(() => {
    const links = [...(row.current?.querySelectorAll("a") ?? [])];
    const current = links.find((link) => link.getAttribute("href") === path);
    if (!row.current || !current) return;
    row.current.scrollLeft += middleOf(current) - middleOf(row.current);
  }, [path]);

  return (
    <nav aria-label="Pages">
      <ul ref={row} className="shell-nav">
        {pages.map((page) => (
          <li key={page.path}>
            <Link href={page.path} aria-current={page.path === path ? "page" : undefined}>
              {page.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function middleOf(element: Element): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}
