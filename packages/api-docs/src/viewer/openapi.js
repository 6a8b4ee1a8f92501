// Requests and streams, shown by Swagger UI.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

/** A stream never ends: trying it out here would wait for good. */
const noStreamsToTry = () => ({
  statePlugins: {
    spec: {
      wrapSelectors: {
        allowTryItOutFor: (allows, system) => (state, path, method) =>
          system.specSelectors.specJson().getIn(["paths", path, method, "x-stream"]) === undefined &&
          allows(state, path, method),
      },
    },
  },
});

SwaggerUIBundle({
  url: document.querySelector("a.file").href,
  dom_id: "#viewer",
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  defaultModelsExpandDepth: 0,
  plugins: [noStreamsToTry],
});
