export { contrastOfText } from "./painted-contrast.ts";
export { unreadableControls } from "./readable-controls.ts";
