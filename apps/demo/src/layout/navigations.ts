import { createContext, use, useState } from "react";
import { useLocation } from "wouter";

/** How often the address has led to another page since the site was opened. */
export const NavigationsContext = createContext(0);

/** @see NavigationsContext */
export function useNavigations(): number {
  return use(NavigationsContext);
}

/** Counts for {@link NavigationsContext}; used once, at the top. */
export function useCountNavigations(): number {
  const [path] = useLocation();
  const [seen, setSeen] = useState({ path, count: 0 });
  if (seen.path !== path) setSeen({ path, count: seen.count + 1 });
  return seen.count;
}
