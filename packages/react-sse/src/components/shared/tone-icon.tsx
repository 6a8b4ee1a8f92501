"use client";

import type { Tone } from "@tidings/contracts";
import type { ReactNode } from "react";
import { DangerIcon, type Icon, type IconProps, InfoIcon, LetterIcon, SuccessIcon, WarningIcon } from "./icons.tsx";

const icons: Readonly<Record<Tone, Icon>> = {
  neutral: LetterIcon,
  info: InfoIcon,
  success: SuccessIcon,
  warning: WarningIcon,
  danger: DangerIcon,
};

/** The icon that goes with a tone, so that colour is never the only sign. */
export function ToneIcon({ tone, ...rest }: IconProps & { readonly tone: Tone }): ReactNode {
  const Shape = icons[tone];
  return <Shape {...rest} />;
}
