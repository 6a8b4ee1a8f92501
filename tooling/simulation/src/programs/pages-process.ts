import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What pages are told. */
export type PagesCommand =
  | {
      readonly type: "open";
      readonly url: string;
      readonly secret: string;
      readonly from: number;
      readonly count: number;
    }
  /** Forget the attempts and greetings counted so far. */
  | { readonly type: "forget" }
  | { readonly type: "state" };

/** How the pages of one process, or of several, stand. */
export interface PagesState {
  /** When each greeting since the last `forget` came, in milliseconds since 1970. */
  readonly greetings: readonly number[];
  /** When each request since then was sent. */
  readonly attempts: readonly number[];
  readonly greeted: number;
  /** Changes that never arrived, arrived twice, and greetings that declared a gap, since the beginning. */
  readonly lost: number;
  readonly doubled: number;
  readonly gaps: number;
  /** User and the revision of the order that its page stands at. */
  readonly revisions: readonly (readonly [user: number, revision: number])[];
}

/** What pages answer. */
export type PagesReport = { readonly type: "open" } | ({ readonly type: "state" } & PagesState);

/** Pages in processes of their own. */
export interface Pages {
  state(): Promise<PagesState>;
  forget(): void;
  close(): Promise<void>;
}

/** Opens pages, one for each user, spread over some processes; resolves when all are greeted. */
export async function openPages(options: {
  readonly url: string;
  readonly secret: string;
  readonly count: number;
  readonly processes: number;
}): Promise<Pages> {
  const { url, secret, count, processes } = options;
  const share = Math.ceil(count / processes);
  const children = Array.from({ length: processes }, () => fork(fileURLToPath(new URL("pages.ts", import.meta.url))));
  for (const child of children) {
    child.once("exit", (code) => {
      if (code !== 0) throw new Error(`a process of pages ended with code ${code}`);
    });
  }
  const tell = (command: PagesCommand) => {
    for (const child of children) child.send(command);
  };
  await Promise.all(
    children.map((child, index) => {
      const from = index * share;
      child.send({ type: "open", url, secret, from, count: Math.min(share, count - from) } satisfies PagesCommand);
      return once(child, "message");
    }),
  );
  return {
    async state() {
      const answers = children.map((child) => once(child, "message"));
      tell({ type: "state" });
      const states = (await Promise.all(answers)).map(([state]) => state as PagesState);
      const sum = (of: (state: PagesState) => number) => states.reduce((total, state) => total + of(state), 0);
      return {
        greetings: states.flatMap(({ greetings }) => greetings),
        attempts: states.flatMap(({ attempts }) => attempts),
        greeted: sum(({ greeted }) => greeted),
        lost: sum(({ lost }) => lost),
        doubled: sum(({ doubled }) => doubled),
        gaps: sum(({ gaps }) => gaps),
        revisions: states.flatMap(({ revisions }) => revisions),
      };
    },
    forget: () => tell({ type: "forget" }),
    async close() {
      await Promise.all(
        children.map((child) => {
          child.disconnect();
          return once(child, "exit");
        }),
      );
    },
  };
}
