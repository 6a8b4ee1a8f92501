import { type ReactNode, useEffect, useRef } from "react";
import { useNavigations } from "./navigations.ts";

interface PageProps {
  /** The page's one `h1`, and with the site's name the window's title. */
  readonly title: string;
  /** Beside the title: what belongs to the whole page. */
  readonly aside?: ReactNode;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/**
 * The frame of every page: its title in the window and on the paper, and focus on it when someone came here by a link,
 * so that a screen reader says where they are.
 */
export function Page({ title, aside, lead, children }: PageProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const navigations = useNavigations();

  useEffect(() => {
    document.title = `${title} · Tidings`;
  }, [title]);

  useEffect(() => {
    if (navigations > 0) heading.current?.focus();
  }, [navigations]);

  return (
    <div className="tidings-stack" data-gap="loose">
      <header className="tidings-stack" data-gap="tight">
        <div className="tidings-cluster" data-spread>
          <h1 ref={heading} className="tidings-title" tabIndex={-1}>
            {title}
          </h1>
          {aside}
        </div>
        {lead && <p className="tidings-lead">{lead}</p>}
      </header>
      {children}
    </div>
  );
}
