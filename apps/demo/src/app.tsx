import { PageBoundary } from "@tidings/react-sse/components";
import type { StreamTap } from "@tidings/react-sse/devtools";
import { EventToaster } from "@tidings/react-sse/sonner";
import { lazy, type ReactNode, Suspense } from "react";
import { useLocation } from "wouter";
import { Header } from "./layout/header.tsx";
import { NavigationsContext, useCountNavigations } from "./layout/navigations.ts";
import { NotFoundPage } from "./layout/not-found-page.tsx";
import { RequireSession } from "./layout/require-session.tsx";
import { pages } from "./pages.tsx";
import { useRawStreamChoice } from "./raw-stream/raw-stream-choice.ts";
import { SignInPage } from "./sign-in/sign-in-page.tsx";

const RawStreamPanel = lazy(async () => ({
  default: (await import("./raw-stream/raw-stream-panel.tsx")).RawStreamPanel,
}));

interface AppProps {
  /** Float above every page: the mocks' control panel. */
  readonly tools?: ReactNode;
  /** What the page's streams go through; with it there is a switch that shows them raw. */
  readonly tap?: StreamTap;
}

/** The demo. */
export function App({ tools, tap }: AppProps): ReactNode {
  const navigations = useCountNavigations();
  const rawStream = useRawStreamChoice();
  const [path] = useLocation();
  const shownTap = rawStream.shown ? tap : undefined;
  return (
    <NavigationsContext value={navigations}>
      <a href="#main" className="shell-skip-link">
        Skip to the content
      </a>
      <Header rawStream={tap && rawStream} />
      <div className="demo-body" data-raw={shownTap ? "" : undefined}>
        <main id="main" className="tidings-main" tabIndex={-1}>
          <PageBoundary place={path}>
            <Suspense fallback={<p className="tidings-meta">Opening the page…</p>}>
              <CurrentPage path={path} />
            </Suspense>
          </PageBoundary>
        </main>
        {shownTap && (
          <aside className="demo-raw" aria-label="Under the page">
            <PageBoundary what="The raw stream">
              <Suspense fallback={<p className="tidings-meta">Opening the raw stream…</p>}>
                <RawStreamPanel tap={shownTap} />
              </Suspense>
            </PageBoundary>
          </aside>
        )}
      </div>
      {tools}
      <EventToaster position="bottom-right" />
    </NavigationsContext>
  );
}

function CurrentPage({ path }: { readonly path: string }): ReactNode {
  if (path === "/sign-in") return <SignInPage />;
  const entry = pages.find((page) => page.path === path);
  if (!entry) return <NotFoundPage />;
  return (
    <RequireSession access={entry.access}>
      <entry.Page />
    </RequireSession>
  );
}
