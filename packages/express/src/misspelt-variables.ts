import leven from "leven";

/**
 * Warns of variables that this server does not read but whose names are similar to one that it reads. A misspelled
 * variable has no effect, and nothing else would report it.
 *
 * @param known The names that the server reads.
 * @returns One line for each.
 */
export function misspeltVariables(
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): readonly string[] {
  return Object.keys(env)
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const nearest = nearestOf(name.toUpperCase(), known);
      return nearest === undefined ? [] : [`${name} is not read by this server; did you mean ${nearest}?`];
    });
}

/** Finds the most similar name. At most a quarter of the letters may be wrong, so that `HOME` does not match `HOST`. */
function nearestOf(name: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = leven(name, candidate);
    if (distance > Math.max(name.length, candidate.length) / 4 || distance >= least) continue;
    [nearest, least] = [candidate, distance];
  }
  return nearest;
}
