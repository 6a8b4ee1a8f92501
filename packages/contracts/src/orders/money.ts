/**
 * An amount in cents, or undefined if it has fractions of a cent.
 *
 * @example toCents(19.99) // 1999
 */
export function toCents(amount: number): number | undefined {
  const cents = Math.round(amount * 100);
  // 19.99 * 100 is 1998.9999999999998: compare the amounts, not the products.
  return cents / 100 === amount ? cents : undefined;
}

/** Cents as the amount that the API shows. */
export function fromCents(cents: number): number {
  return cents / 100;
}
