import { createClient } from "@tidings/client";
import { shareTabs } from "@tidings/client/tabs";
import { PageBoundary } from "@tidings/react-sse/components";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";

// A client without a user, for the sign-in page.
const client = createClient();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <PageBoundary>
        <App client={client} clientOf={({ id }) => createClient({ share: shareTabs({ key: id }) })} />
      </PageBoundary>
    </StrictMode>,
  );
}
