export { heldTexts } from "./held-texts.ts";
export { contrastOfText } from "./painted-contrast.ts";
export { unreadableControls } from "./readable-controls.ts";
export { type Translator, translatePage } from "./translator.ts";
