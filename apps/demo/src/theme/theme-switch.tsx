import { Monitor, Moon, Sun } from "lucide-react";
import { type ReactNode, useState } from "react";
import { chooseTheme, readTheme, type Theme } from "./theme.ts";

const choices: readonly { readonly theme: Theme; readonly label: string; readonly icon: ReactNode }[] = [
  { theme: "light", label: "Light", icon: <Sun aria-hidden size="1.125em" /> },
  { theme: "dark", label: "Dark", icon: <Moon aria-hidden size="1.125em" /> },
  { theme: "system", label: "System", icon: <Monitor aria-hidden size="1.125em" /> },
];

/** Light, dark, or as the system has it. */
export function ThemeSwitch(): ReactNode {
  const [current, setCurrent] = useState(readTheme);
  return (
    <fieldset className="tidings-segments" data-slot="theme-switch">
      <legend className="tidings-visually-hidden">Theme</legend>
      {choices.map(({ theme, label, icon }) => (
        <label key={theme} title={label}>
          <input
            type="radio"
            name="theme"
            checked={theme === current}
            onChange={() => {
              chooseTheme(theme);
              setCurrent(theme);
            }}
          />
          {icon}
          <span className="tidings-visually-hidden">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
