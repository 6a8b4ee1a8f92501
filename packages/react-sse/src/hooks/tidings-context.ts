"use client";

import type { Client } from "@tidings/client";
import { createContext, useContext } from "react";
import type { Announcer } from "../announcer/announcer.ts";

/** What the provider gives its hooks. */
export interface Tidings {
  readonly client: Client;
  readonly announcer: Announcer;
}

/** Undefined outside of a provider. */
export const TidingsContext = createContext<Tidings | undefined>(undefined);

/** @throws Error outside of a `TidingsProvider` */
export function useTidingsContext(): Tidings {
  const tidings = useContext(TidingsContext);
  if (tidings === undefined)
    throw new Error("there is no TidingsProvider: put <TidingsProvider client={…}> around this component");
  return tidings;
}
