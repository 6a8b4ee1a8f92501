import { crc32, gunzipSync, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { deflatePiece } from "./deflate-piece.ts";

const LAST = Buffer.from([0x03, 0x00]);
const anyText = fc.string({ unit: "binary", maxLength: 600 });

it("pieces in any order and number are one stream, and each can be read as soon as it is there", () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 8 }), (texts) => {
      const pieces = texts.map(deflatePiece);
      expect(inflateRawSync(Buffer.concat([...pieces, LAST])).toString()).toBe(Buffer.from(texts.join("")).toString());
      for (const [index, piece] of pieces.entries()) {
        expect(inflateRawSync(Buffer.concat([piece, LAST]))).toEqual(Buffer.from(texts[index] ?? ""));
      }
    }),
  );
});

it("S16.2: what a text is compressed with changes nothing about it: nothing refers to what came before", () => {
  const guess = `data: {"secret":"${"s3cret".repeat(60)}"}\n\n`;
  const twice = Buffer.concat([deflatePiece(guess), deflatePiece(guess)]);
  expect(twice.length).toBe(2 * deflatePiece(guess).length);
});

it("large texts become smaller, and small ones take five bytes more, no compressor at all", () => {
  const items = Array.from({ length: 50 }, (_, index) => ({ name: `Tea ${index}`, qty: 1, unit_price: 25 }));
  const large = JSON.stringify(items);
  expect(deflatePiece(large).length).toBeLessThan(large.length / 4);
  expect(deflatePiece(": heartbeat\n")).toEqual(Buffer.from("\x00\x0c\x00\xf3\xff: heartbeat\n", "latin1"));
});

it("a whole gzip file can be made of pieces", () => {
  const texts = ["a".repeat(1000), "ключ 🎉", ""];
  const sums = Buffer.alloc(8);
  const bytes = Buffer.from(texts.join(""));
  sums.writeUInt32LE(crc32(bytes), 0);
  sums.writeUInt32LE(bytes.length, 4);
  const header = Buffer.from("1f8b08000000000000ff", "hex");
  expect(gunzipSync(Buffer.concat([header, ...texts.map(deflatePiece), LAST, sums]))).toEqual(bytes);
});
