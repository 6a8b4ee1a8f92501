"use client";

import type { Client } from "@tidings/client";
import { useContext } from "react";
import { pageClient } from "./page-client.ts";
import { TidingsContext } from "./tidings-context.ts";

/** The provider's client; outside of a provider the page's own. */
export function useClient(): Client {
  return useContext(TidingsContext)?.client ?? pageClient();
}
