import { type AsyncApi, createAsyncApi as describe } from "@tidings/api-docs";
import { ENDING } from "@tidings/contracts";
import { api } from "./described-contract.ts";

const DESCRIPTION = `
What comes down the streams of this server, as Server-Sent Events. [Requests and streams](/docs) says how to open one.

Every stream begins with its greeting and may end with \`${ENDING}\`, which is no failure: the reader comes back. A stored
event has a position as its \`id\`, survives restarts and can be resumed after; any other lives for the moment.
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
