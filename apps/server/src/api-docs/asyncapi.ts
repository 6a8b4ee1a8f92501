import { type AsyncApi, createAsyncApi as describe } from "@tidings/api-docs";
import { ENDING } from "@tidings/contracts";
import { api } from "./described-contract.ts";

const DESCRIPTION = `
The events of this server's streams, sent as Server-Sent Events. [Requests and streams](/docs) says how to open one.

Every stream begins with its greeting and may end with \`${ENDING}\`, which is no failure: the reader reconnects. A
stored event has a position as its \`id\`, survives restarts, and a reader can resume after it. Any other event
reaches only the readers who are connected.
`.trim();

/**
 * Describes every event of every stream of the contract.
 *
 * @example createAsyncApi({ version: "1.0.0" })
 */
export function createAsyncApi({ version }: { readonly version: string }): AsyncApi {
  return describe({
    ...api,
    info: { title: "Tidings events", version, description: DESCRIPTION, license: { name: "MIT" } },
  });
}
