let counted = 0;

/**
 * Makes an id that nothing else has, in browsers and in Node. It does not use `crypto.randomUUID`, because pages
 * without TLS lack it. An id may be guessable, so do not use it as a secret.
 *
 * @param host The clock and the random numbers that go into it. Default: the machine's own.
 * @example uniqueId(); // "mkf3q1x8-1-1xj3k0s9d2a-8k2m1q0z7c"
 */
export function uniqueId(
  { now, random }: { now(): number; random(): number } = { now: Date.now, random: Math.random },
): string {
  counted += 1;
  const part = () => Math.floor(random() * 2 ** 52).toString(36);
  return [now().toString(36), counted.toString(36), part(), part()].join("-");
}
