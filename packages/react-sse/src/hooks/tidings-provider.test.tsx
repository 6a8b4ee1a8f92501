import { render } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { renderTidings } from "../testing/render-tidings.tsx";
import { pageClient } from "./page-client.ts";
import { TidingsProvider } from "./tidings-provider.tsx";
import { useTidings } from "./use-tidings.ts";

function ShowsClient({ client }: { readonly client: unknown }) {
  return <p>{useTidings() === client ? "the same" : "another"}</p>;
}

it("gives the client to what is below it", async () => {
  const page = await renderTidings(null);
  await page.show(<ShowsClient client={page.client} />);
  expect(page.container.textContent).toBe("the same");
});

it("C33: gives the page's own client, one for all, where it was given none, as in a server component's layout", () => {
  const page = (client: unknown) => (
    <>
      <TidingsProvider>
        <ShowsClient client={client} />
      </TidingsProvider>
      <TidingsProvider client={undefined}>
        <ShowsClient client={client} />
      </TidingsProvider>
    </>
  );
  expect(renderToString(page(pageClient())).match(/the same/g)).toHaveLength(2);
  expect(renderToString(page(undefined)).match(/another/g)).toHaveLength(2);
});

it("says what is missing where there is no provider", () => {
  expect(() => renderToString(<ShowsClient client={undefined} />)).toThrow("put <TidingsProvider client={…}> around");
});

it("C17.3: mounts two live regions empty, hidden from eyes without a style attribute from the server", async () => {
  const { client } = await renderTidings(null);
  const html = renderToString(<TidingsProvider client={client} />);
  expect(html).not.toContain("style");
  const { container } = render(<TidingsProvider client={client} />);
  const regions = [...container.querySelectorAll("[aria-live]")];
  expect(regions.map((region) => [region.getAttribute("aria-live"), region.textContent])).toEqual([
    ["polite", ""],
    ["assertive", ""],
  ]);
  expect(container.querySelector<HTMLElement>("[data-slot=announcer]")?.style.position).toBe("absolute");
});
