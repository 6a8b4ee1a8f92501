import { configure } from "storybook/test";

// `findBy` and `waitFor` of a story give up after a second of their own, which a busy machine needs for less than a page.
configure({ asyncUtilTimeout: 60_000 });
