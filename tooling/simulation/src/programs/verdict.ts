import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Figures and rules of a program, printed as they come. */
export interface Verdict {
  say(line: string): void;
  /** Holds a figure against its rule; a broken one fails the program. */
  rule(what: string, holds: boolean): void;
  /** Writes everything said to `docs/measurements`, below a text that says what it is. */
  write(file: string, introduction: string): void;
}

const DOCS = new URL("../../../../docs/measurements/", import.meta.url);

/** Makes a {@link Verdict}. */
export function createVerdict(): Verdict {
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  };
  return {
    say,
    rule(what, holds) {
      say(`${holds ? "ok    " : "BROKEN"} ${what}`);
      if (!holds) process.exitCode = 1;
    },
    write(file, introduction) {
      const machine = `Measured on 2 cores that others shared, Node ${process.versions.node}.`;
      const text = `${introduction}\n\n${machine}\n\n\`\`\`text\n${lines.join("\n")}\n\`\`\`\n`;
      writeFileSync(fileURLToPath(new URL(file, DOCS)), text);
    },
  };
}
