"use client";

import { Component, type ReactNode } from "react";
import { RetryIcon, WarningIcon } from "../icons.tsx";

/** Props of {@link PageBoundary}. */
export interface PageBoundaryProps {
  readonly children?: ReactNode;
  /** Identifies the content, for example by an address. When it changes, the children are rendered again. */
  readonly place?: string | undefined;
  /** The subject of the error's sentence. Default "This page". */
  readonly what?: string | undefined;
  /** Reloads the page. Default: the browser's own reload. */
  readonly onReload?: (() => void) | undefined;
}

interface State {
  readonly hasFailed: boolean;
}

/**
 * An error boundary: if a child fails to render, the rest of the page stays, and the reader is offered to reload
 * (C27.2). The usual cause is a lazily loaded part that a deployment has removed meanwhile; a reload fetches the new
 * one. React reports the error on the console, or to the root's `onCaughtError`.
 *
 * @example
 * <PageBoundary place={path}>
 *   <Suspense fallback="Opening the page…"><Page /></Suspense>
 * </PageBoundary>
 */
export class PageBoundary extends Component<PageBoundaryProps, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override componentDidUpdate(before: PageBoundaryProps): void {
    if (this.state.hasFailed && before.place !== this.props.place) this.setState({ hasFailed: false });
  }

  override render(): ReactNode {
    const { children, what = "This page", onReload = reload } = this.props;
    if (!this.state.hasFailed) return children;
    return (
      <div className="tidings-blank" data-slot="page-boundary" role="alert">
        <WarningIcon className="tidings-blank-picture" />
        <p className="tidings-subheading">{`${what} could not be shown`}</p>
        <p>There may be a newer version of it. Reload to get it; nothing that was saved is lost.</p>
        <button type="button" className="tidings-button" data-variant="primary" onClick={onReload}>
          <RetryIcon />
          <span>Reload</span>
        </button>
      </div>
    );
  }
}

function reload(): void {
  location.reload();
}
