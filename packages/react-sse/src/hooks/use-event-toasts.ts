"use client";

import { type AnyReceivedEvent, ClientError } from "@tidings/client";
import type { AnyStream, EventDisplay } from "@tidings/contracts";
import { isolate } from "@tidings/contracts/listeners";
import { useEffect } from "react";
import { pageToaster } from "../components/notifications/toasts/page-toaster.ts";
import type { ToastAdapter } from "../components/notifications/toasts/toast-adapter.ts";
import { createToastPacer, inEnglish, type ToastSummary } from "../components/notifications/toasts/toast-pacer.ts";
import { named } from "../format/text.ts";
import type { ListenOptions } from "./stream-options.ts";
import { useTidingsContext } from "./tidings-context.ts";
import { useLatestRef } from "./use-latest-ref.ts";
import { useOpenOptions } from "./use-open-options.ts";

/** {@link ListenOptions}, and how toasts are shown. */
export interface EventToastsOptions<S extends AnyStream> extends ListenOptions<S> {
  /**
   * Shows one toast. Default: the toaster in the page, `<EventToaster />` of `@tidings/react-sse/sonner`. If there is
   * none, toasts are not shown and the client reports `toast_not_shown`.
   */
  readonly toast?: ToastAdapter | undefined;
  /** Returns how an event is shown, or undefined to leave it out. Default: the contract's `display`. */
  readonly describe?: (event: AnyReceivedEvent<S>) => EventDisplay | undefined;
  /** Makes the text for several toasts, in the page's language. Default: English. */
  readonly summarize?: ToastSummary | undefined;
  /**
   * Announces each toast through the page's announcer as well, for adapters whose toasts are not in a live region.
   * Default false.
   */
  readonly announce?: boolean | undefined;
}

/**
 * Shows a stream's events as toasts, worded by the contract's `display`. Events that a contract keeps from screen
 * readers (`announce: "off"`: heartbeats, progress) and custom ones make no toast. Missed events and bursts are summed
 * up in one toast. When the component unmounts, a waiting summary is shown at once.
 *
 * @example useEventToasts(ordersStream);
 * @example useEventToasts(ordersStream, { toast: ({ message }) => snackbar.show(message) });
 */
export function useEventToasts<S extends AnyStream>(stream: S, options: EventToastsOptions<S> = {}): void {
  const { enabled = true } = options;
  const { client, announcer } = useTidingsContext();
  const open = useOpenOptions(options);
  const latest = useLatestRef(options);
  useEffect(() => {
    if (!enabled) return;
    const opened = client.open(stream, open);
    const report = (cause: unknown) =>
      client.report(new ClientError("listener_failed", "a toast could not be shown; see its cause", { cause }));
    let isLeaving = false;
    const pacer = createToastPacer(
      client.host,
      (toast) => {
        const { toast: show = pageToaster(), announce = false } = latest.current;
        // If the adapter fails, the announcer still says the same.
        if (show !== undefined) isolate(() => show(toast), report);
        // A page that unmounts together with its toaster has nowhere to show toasts; that is no mistake.
        else if (!isLeaving) client.report(notShown(stream));
        if (announce && toast.announce !== "off") {
          announcer.announce({ message: toast.message, politeness: toast.announce });
        }
      },
      (toasts, missed) => {
        let summary = inEnglish(toasts, missed);
        isolate(() => {
          summary = latest.current.summarize?.(toasts, missed) ?? summary;
        }, report);
        return summary;
      },
    );
    opened.onAny((event) => {
      const display = (latest.current.describe ?? displayOf(stream))(event);
      if (display === undefined || display.announce === "off") return;
      const { summary, tone, announce } = display;
      const message = named(summary, event.event);
      pacer.push({ message, tone, announce, event: event.event, count: 1 }, event.replayed);
    });
    return () => {
      isLeaving = true;
      opened.close();
      pacer.stop();
    };
  }, [client, announcer, stream, open, enabled, latest]);
}

function notShown({ name }: AnyStream): ClientError {
  const message = `toasts of the ${name} stream have nowhere to go: put <EventToaster /> of @tidings/react-sse/sonner into the page, or give useEventToasts a toast function`;
  return new ClientError("toast_not_shown", message, { subject: name });
}

function displayOf(
  stream: AnyStream,
): (event: { readonly event: string; readonly data: unknown }) => EventDisplay | undefined {
  return ({ event, data }) => {
    const definition = Object.hasOwn(stream.events, event) ? stream.events[event] : undefined;
    const display = (definition ?? (event === "connected" ? stream.greeting.event : undefined))?.display(data);
    // An event without a display is not shown.
    return display?.summary === "" ? undefined : display;
  };
}
