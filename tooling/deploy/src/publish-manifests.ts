import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Changes the packages of this folder's repository, and only in the build stage of deploy/Dockerfile, which is thrown
// away: each package.json gets what publishConfig says of it, as `pnpm publish` would do. `pnpm deploy` does not.
const PACKAGES = "packages";
for (const name of readdirSync(PACKAGES)) {
  const file = join(PACKAGES, name, "package.json");
  const { publishConfig: { access: _, ...published } = {}, ...manifest } = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify({ ...manifest, ...published }, undefined, 2)}\n`);
}
