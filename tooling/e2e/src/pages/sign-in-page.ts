import type { Page } from "playwright-core";

/** The sign-in page, as a person uses it. */
export interface SignInPage {
  /** Fills in the form and sends it. */
  signIn(email: string, password: string): Promise<void>;
}

/** The page object of the sign-in page. */
export function signInPage(page: Page): SignInPage {
  return {
    async signIn(email, password) {
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
    },
  };
}
