import fc from "fast-check";

/** Bytes as Latin-1 text, without what ends a line or a message's head. */
export const latin1 = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 30 })
  .map((text) => text.replaceAll("\x7f", ""));

/** Any character at all, control characters and line breaks too. */
export const anyText = fc.string({ unit: "binary", maxLength: 30 });

/** Names that mean something to JavaScript, and texts that mean something to files, shells and databases. */
export const pointedText = fc.constantFrom(
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "null",
  "undefined",
  "NaN",
  "-1",
  "1e309",
  "../../../../etc/passwd",
  "..%2f..%2f..%2fetc%2fpasswd",
  "' OR 1=1 --",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "%00",
  "%",
  "%E0%A4%A",
  "%ff%fe",
  "\u202Egnp.exe",
);
