import { Buffer } from "node:buffer";
import { constants, deflateRawSync } from "node:zlib";

/** Bytes below which deflating gains little: they are stored, which takes five bytes and no time. */
const WORTH_DEFLATING = 256;

/** A window that holds any usual event. A larger one changes ratios by a percent or two and costs a third more time. */
const OPTIONS = { finishFlush: constants.Z_SYNC_FLUSH, windowBits: 12, memLevel: 5 } as const;

/**
 * Text as whole blocks of DEFLATE that end at a byte and refer to nothing before them: such pieces, one after another,
 * are a stream, in whatever order, and a reader has all of each piece at once (RFC 1951 3.2.3).
 */
export function deflatePiece(text: string): Buffer {
  const bytes = Buffer.from(text);
  return bytes.length < WORTH_DEFLATING ? store(bytes) : deflateRawSync(bytes, OPTIONS);
}

/** A block without compression: its length, the length's complement, and the bytes (RFC 1951 3.2.4). */
function store(bytes: Buffer): Buffer {
  const block = Buffer.allocUnsafe(5 + bytes.length);
  block.writeUInt8(0, 0);
  block.writeUInt16LE(bytes.length, 1);
  block.writeUInt16LE(0xffff - bytes.length, 3);
  bytes.copy(block, 5);
  return block;
}
