import { act, cleanup, render } from "@testing-library/react";
import type { ClientOptions } from "@tidings/client";
import { type FakeRequest, type Rig, setUp } from "@tidings/client/testing";
import { type ReactNode, StrictMode } from "react";
import { afterEach } from "vitest";
import { TidingsProvider } from "../hooks/tidings-provider.tsx";

afterEach(cleanup);

/** A page under StrictMode against a fake server, and what a test does to it; each step ends rendered. */
export interface Page extends Rig {
  readonly container: HTMLElement;
  show(ui: ReactNode): Promise<void>;
  leave(): Promise<void>;
  advance(ms: number): Promise<void>;
  frame(): Promise<void>;
  /** Accepts the newest request and sends events on it, then paints. */
  stream(...events: Parameters<FakeRequest["send"]>): Promise<void>;
  /** Sends events on the newest stream that was accepted, then paints. */
  send(...events: Parameters<FakeRequest["send"]>): Promise<void>;
  answer(...answer: Parameters<FakeRequest["answer"]>): Promise<void>;
  drop(): Promise<void>;
}

/** Renders below a provider, under StrictMode, which mounts everything twice. */
export async function renderTidings(ui: ReactNode, options: Omit<ClientOptions, "host"> = {}): Promise<Page> {
  const rig = setUp(options);
  const wrap = (children: ReactNode) => (
    <StrictMode>
      <TidingsProvider client={rig.client}>{children}</TidingsProvider>
    </StrictMode>
  );
  const page = render(wrap(ui));
  let streaming: FakeRequest | undefined;
  const send: Page["send"] = (...events) =>
    act(async () => {
      await streaming?.send(...events);
      await rig.host.frame();
    });
  await act(() => rig.host.advance(0));
  return {
    ...rig,
    container: page.container,
    show: (next) =>
      act(async () => {
        page.rerender(wrap(next));
        await rig.host.advance(0);
      }),
    leave: () => act(async () => page.unmount()),
    advance: (ms) => act(() => rig.host.advance(ms)),
    frame: () => act(() => rig.host.frame()),
    async stream(...events) {
      streaming = rig.server.last;
      await act(() => rig.server.last.accept());
      await send(...events);
    },
    send,
    answer: (...answer) =>
      act(async () => {
        await rig.server.last.answer(...answer);
        await rig.host.frame();
      }),
    drop: () =>
      act(async () => {
        await streaming?.drop();
        await rig.host.frame();
      }),
  };
}
