"use client";

import { useEffect, useLayoutEffect } from "react";

/** `useLayoutEffect` in a browser. On a server neither does anything, and only this one keeps React 18 from warning of it. */
export const useBrowserLayoutEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;
