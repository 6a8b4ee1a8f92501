import { TidingsProvider } from "@tidings/react-sse";
import "@tidings/react-sse/styles.css";
import type { Metadata } from "next";
import type { ReactNode } from "react";

export const metadata: Metadata = { title: "Tidings on Next.js", icons: { icon: "data:," } };

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body className="tidings-page">
        {/* Without a client of its own, because a server component cannot pass one on. */}
        <TidingsProvider>{children}</TidingsProvider>
      </body>
    </html>
  );
}
