import { type ConnectionStatus, idleStatus } from "@tidings/client";
import { connectionLabels } from "@tidings/react-sse/components";
import { expect, it } from "vitest";
import type { UpstreamState } from "../contract.ts";
import { worseLeg } from "./worse-leg.ts";

const live: ConnectionStatus = { ...idleStatus, state: "open", freshness: "live" };
const upstream = (state: UpstreamState) => ({ state });

it.each([
  ["both are well", live, upstream("live"), "Live"],
  ["the API server is gone", live, upstream("lost"), "May be out of date"],
  ["the API server is not connected yet", live, upstream("connecting"), "Connecting…"],
  ["the dashboard has not said yet how the API server stands", live, undefined, "Connecting…"],
  ["the dashboard itself is gone", { ...live, state: "offline" } as const, upstream("live"), "Offline"],
  ["it reloads", { ...live, freshness: "catching-up" } as const, upstream("live"), "Catching up…"],
])("C10.6: the desk says the worse of its two legs where %s", (_when, connection, leg, words) => {
  expect(connectionLabels(worseLeg(connection, leg), undefined).short).toBe(words);
});
