import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const require = createRequire(import.meta.url);

/** The files that the pages load, and where they are. */
const FILES = {
  "swagger-ui.css": () => require.resolve("swagger-ui-dist/swagger-ui.css"),
  "swagger-ui.js": () => require.resolve("swagger-ui-dist/swagger-ui-bundle.js"),
  "asyncapi-ui.css": () => require.resolve("@asyncapi/react-component/styles/default.min.css"),
  "asyncapi-ui.js": () => require.resolve("@asyncapi/react-component/browser/standalone/index.js"),
  "docs.css": () => new URL("./viewer/docs.css", import.meta.url),
  "openapi.js": () => new URL("./viewer/openapi.js", import.meta.url),
  "asyncapi.css": () => new URL("./viewer/asyncapi.css", import.meta.url),
  "asyncapi.js": () => new URL("./viewer/asyncapi.js", import.meta.url),
} as const;

/** The name of a file that the pages load. */
export type AssetName = keyof typeof FILES;

/** Whether a name from an address is one of the files'. */
export function isAsset(name: string): name is AssetName {
  return Object.hasOwn(FILES, name);
}

/** Whether the package that a page's viewer comes from is installed. */
export function isInstalled({ scripts }: { readonly scripts: readonly AssetName[] }): boolean {
  try {
    for (const name of scripts) FILES[name]();
    return true;
  } catch {
    return false;
  }
}

/** A file as it is sent. */
export interface Asset {
  readonly type: "css" | "js";
  /** Identifies this content, so that it is not sent again to a browser that has it. */
  readonly etag: string;
  readonly gzipped: Buffer<ArrayBuffer>;
  /** For the few readers that accept no compression. The file is read again each time. */
  plain(): Promise<Buffer<ArrayBuffer>>;
}

const compress = promisify(gzip);

/** Reads each file on the first request for it, because most servers never get one, and keeps it compressed. */
export function createAssets(): (name: AssetName) => Promise<Asset> {
  const read = new Map<AssetName, Promise<Asset>>();
  async function load(name: AssetName): Promise<Asset> {
    const plain = () => readFile(FILES[name]());
    const content = await plain();
    return {
      type: name.endsWith(".css") ? "css" : "js",
      etag: `W/"${createHash("sha256").update(content).digest("base64url")}"`,
      gzipped: await compress(content),
      plain,
    };
  }
  return (name) => {
    const known = read.get(name) ?? load(name);
    read.set(name, known);
    known.catch(() => read.delete(name));
    return known;
  };
}
