import { translatePage } from "@tidings/page-checks";
import { type ComponentType, createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { expect } from "vitest";

/** A story as Storybook's test runner has it: a component that takes other args than its own. */
export type StoryUnderTest = ComponentType<Readonly<Record<string, unknown>>> & {
  readonly id: string;
  readonly args: Readonly<Record<string, unknown>>;
};

/** Changes a story into other args twice, translated and left alone: the reader of both must see the same. */
export async function expectChangesToShow(story: StoryUnderTest, to: StoryUnderTest["args"]): Promise<void> {
  const [changing, leftAlone] = [openRoot(), openRoot()];
  leftAlone.element.translate = false;
  try {
    for (const root of [changing, leftAlone]) root.render(story, story.args);
    using translator = translatePage();
    for (const root of [changing, leftAlone]) root.render(story, to);
    expect(changing.state(), `changed from ${story.id}`).toEqual(leftAlone.state());
    expect(translator.lost).toEqual([]);
  } finally {
    changing.close();
    leftAlone.close();
  }
}

function openRoot() {
  const element = document.body.appendChild(document.createElement("div"));
  const failures: string[] = [];
  const root = createRoot(element, { onUncaughtError: (error) => failures.push(String(error)) });
  return {
    element,
    render: (story: StoryUnderTest, args: StoryUnderTest["args"]) =>
      flushSync(() => root.render(createElement(story, args))),
    /** What is to be read. A story that needs its runner to be shown fails in both roots. */
    state: () => ({ text: element.textContent, failures }),
    close() {
      root.unmount();
      element.remove();
    },
  };
}
