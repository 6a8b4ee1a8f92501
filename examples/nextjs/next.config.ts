import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  // As in every new app of create-next-app.
  cacheComponents: true,
  // Inside this repository packages are their TypeScript sources; installed from a registry they need no such line.
  transpilePackages: [
    "@tidings/client",
    "@tidings/contracts",
    "@tidings/hub",
    "@tidings/notify",
    "@tidings/react-sse",
    "@tidings/wire",
  ],
  // `pnpm check` looks at the types, here as everywhere.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: join(import.meta.dirname, "../..") },
};

export default config;
