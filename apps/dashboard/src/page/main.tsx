import { createClient } from "@tidings/client";
import { shareTabs } from "@tidings/client/tabs";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";

// Nobody's yet: for the door.
const client = createClient();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App client={client} clientOf={({ id }) => createClient({ share: shareTabs({ key: id }) })} />
    </StrictMode>,
  );
}
