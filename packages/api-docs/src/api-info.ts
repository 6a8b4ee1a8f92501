/** The title, version and licence of an API document. */
export interface ApiInfo {
  readonly title: string;
  /** The API's version, not the document format's. */
  readonly version: string;
  /** In Markdown. */
  readonly description?: string;
  /** `identifier` is an SPDX one, for OpenAPI alone. */
  readonly license?: { readonly name: string; readonly identifier?: string; readonly url?: string };
}
