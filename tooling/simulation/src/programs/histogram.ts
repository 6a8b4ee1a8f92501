/** Counts times in bins of `binMs` from `begin` on, as lines of text with bars; the last hundredth is one line. */
export function histogram(times: readonly number[], begin: number, binMs: number): string[] {
  const bins: number[] = [];
  for (const time of times) {
    const bin = Math.max(0, Math.floor((time - begin) / binMs));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const counts = Array.from(bins, (count) => count ?? 0);
  const most = Math.max(1, ...counts);
  const lines: string[] = [];
  let shown = 0;
  for (const [bin, count] of counts.entries()) {
    if (shown >= 0.99 * times.length) {
      lines.push(`   later ${String(times.length - shown).padStart(5)}`);
      break;
    }
    const from = ((bin * binMs) / 1_000).toFixed(2).padStart(6);
    lines.push(`${from} s ${String(count).padStart(5)} ${"█".repeat(Math.round((count / most) * 50))}`.trimEnd());
    shown += count;
  }
  return lines;
}

/** The largest share of times that falls into one bin. */
export function peakShare(times: readonly number[], begin: number, binMs: number): number {
  const bins = new Map<number, number>();
  for (const time of times) {
    const bin = Math.floor((time - begin) / binMs);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  return Math.max(0, ...bins.values()) / Math.max(1, times.length);
}
