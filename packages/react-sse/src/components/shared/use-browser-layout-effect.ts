"use client";

import { useEffect, useLayoutEffect } from "react";

/**
 * `useLayoutEffect` in a browser. On a server it is `useEffect`, which also does nothing there, because React 18 warns
 * of `useLayoutEffect` on a server.
 */
export const useBrowserLayoutEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;
