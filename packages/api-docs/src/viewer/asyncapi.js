// Events, shown by AsyncAPI's React component.
AsyncApiStandalone.render(
  {
    schema: { url: document.querySelector("a.file").href },
    config: {
      show: { sidebar: true, schemas: false, messageExamples: true, errors: true },
      expand: { messageExamples: true },
    },
  },
  document.getElementById("viewer"),
);
