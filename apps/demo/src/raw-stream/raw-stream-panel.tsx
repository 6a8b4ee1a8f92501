import "@tidings/react-sse/devtools.css";
import { StreamInspector, type StreamTap } from "@tidings/react-sse/devtools";
import type { ReactNode } from "react";

/** The inspector, in a file of its own so that only those who look at it load it. */
export function RawStreamPanel({ tap }: { readonly tap: StreamTap }): ReactNode {
  return <StreamInspector tap={tap} className="demo-raw-panel" />;
}
