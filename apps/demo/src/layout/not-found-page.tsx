import { EnvelopePicture } from "@tidings/react-sse/components";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { Page } from "./page.tsx";

/** For an address that leads nowhere. */
export function NotFoundPage(): ReactNode {
  return (
    <Page title="Return to sender">
      <div className="tidings-blank">
        <EnvelopePicture />
        <p>There is no page at this address.</p>
        <Link href="/" className="tidings-button">
          Go to my orders
        </Link>
      </div>
    </Page>
  );
}
