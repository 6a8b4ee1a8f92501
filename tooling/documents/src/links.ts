/** Where a document's links lead, those to other sites left out. */
export function linksIn(markdown: string): readonly string[] {
  const text = withoutBlocks(markdown).replace(/`[^`\n]*`/g, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^\w+:/.test(target));
}

/** What a link may name after `#` in a document: its headings, as sites for repositories spell them. */
export function anchorsOf(markdown: string): readonly string[] {
  return [...withoutBlocks(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** What there is only after a build or a start. */
const MADE = /\/(?:dist|\.data)(?:\/|$)/;

/**
 * The files and folders that a document names as code, from the root or, `hub/src/hub.ts`, from `packages`. Those that a
 * build or a start makes are left out.
 */
export function pathsIn(markdown: string): readonly string[] {
  const spans = [...withoutBlocks(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  const paths = spans.filter((code) =>
    /^(?:(?:apps|packages|tooling|examples|docs|deploy)\/|[a-z-]+\/src\/)[\w./-]+$/.test(code),
  );
  return paths.filter((path) => !MADE.test(path));
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, "");
}
