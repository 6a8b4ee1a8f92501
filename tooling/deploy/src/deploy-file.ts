import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const DEPLOY = new URL("../../../deploy/", import.meta.url);

/** The path of a file of `deploy/`. */
export const deployFile = (name: string) => fileURLToPath(new URL(name, DEPLOY));

/** The text of a file of `deploy/`. */
export const readDeployFile = (name: string) => readFileSync(deployFile(name), "utf8");
