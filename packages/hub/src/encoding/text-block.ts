import type { Buffer } from "node:buffer";
import { deflatePiece } from "./deflate-piece.ts";

/** A piece of a stream's text that is compressed by itself, once for all its readers, whatever it travels with (S16.2). */
export class TextBlock {
  readonly text: string;
  #deflated: Buffer | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Its bytes compressed, whole by themselves and fit to follow any others. */
  get deflated(): Buffer {
    this.#deflated ??= deflatePiece(this.text);
    return this.#deflated;
  }
}
