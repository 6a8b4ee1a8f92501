import { EventToaster } from "@tidings/react-sse/components";
import { type ReactNode, Suspense } from "react";
import { useLocation } from "wouter";
import { Gate } from "./layout/gate.tsx";
import { Header } from "./layout/header.tsx";
import { NavigationsContext, useCountNavigations } from "./layout/navigations.ts";
import { NotFoundPage } from "./layout/not-found-page.tsx";
import { pages } from "./pages.tsx";
import { SignInPage } from "./sign-in/sign-in-page.tsx";

/** The demo. `tools` float above every page: the mocks' control panel. */
export function App({ tools }: { readonly tools?: ReactNode }): ReactNode {
  const navigations = useCountNavigations();
  return (
    <NavigationsContext value={navigations}>
      <a href="#main" className="tidings-skip-link">
        Skip to the content
      </a>
      <Header />
      <main id="main" className="tidings-main" tabIndex={-1}>
        <Suspense fallback={<p className="tidings-meta">Opening the page…</p>}>
          <CurrentPage />
        </Suspense>
      </main>
      {tools}
      <EventToaster position="bottom-right" />
    </NavigationsContext>
  );
}

function CurrentPage(): ReactNode {
  const [path] = useLocation();
  if (path === "/sign-in") return <SignInPage />;
  const entry = pages.find((page) => page.path === path);
  if (!entry) return <NotFoundPage />;
  return (
    <Gate access={entry.access}>
      <entry.Page />
    </Gate>
  );
}
