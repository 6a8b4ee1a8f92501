import { configure } from "@testing-library/dom";

// `findBy` and `waitFor` give up after a second of their own, which a busy machine needs for less than a page.
configure({ asyncUtilTimeout: 60_000 });
