// Runs in a page: `bundle` makes one script of it.
export { contrastOfText, unreadableControls } from "@tidings/page-checks";
