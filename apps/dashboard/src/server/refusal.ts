/** A request that is refused in words; the only error that this server throws of its own accord. */
export class Refusal extends Error {
  readonly status: number;
  readonly lines: readonly string[];

  constructor(status: number, ...lines: readonly string[]) {
    super(lines.join("; "));
    this.name = "Refusal";
    this.status = status;
    this.lines = lines;
  }
}
