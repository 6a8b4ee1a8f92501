"use client";

import { type Client, createClient } from "@tidings/client";
import { useContext } from "react";
import { TidingsContext } from "./tidings-context.ts";

let ownClient: Client | undefined;

/**
 * The provider's client; outside of a provider one with the defaults, which all such components of the page share. It is
 * never closed: without a component that listens it holds no connection.
 */
export function useClient(): Client {
  const tidings = useContext(TidingsContext);
  if (tidings !== undefined) return tidings.client;
  ownClient ??= createClient();
  return ownClient;
}
