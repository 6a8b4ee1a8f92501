import { MAX_LIST } from "@tidings/contracts";

/**
 * What a list says that may be cut: the server answers {@link MAX_LIST} rows at most and does not say how many there are
 * (S17.1). Undefined where all are shown.
 */
export function cutWords(shown: number, which: "newest" | "last"): string | undefined {
  return shown < MAX_LIST ? undefined : `Only the ${which} ${shown} are shown`;
}
