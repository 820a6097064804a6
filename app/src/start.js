// Starts the island of a page. It is what Leptos would write into each page, as a file: so no script stands in a page,
// and the policy of pages is the same for each.
const start = async () => {
  const kepline = await import("./kepline.js");
  await kepline.default({ module_or_path: new URL("./kepline.wasm", import.meta.url) });
  kepline.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    await kepline[island.dataset.component](island);
  }
};

// Leptos reads its data here; islands get theirs from the page.
window.__RESOLVED_RESOURCES = [];
window.__SERIALIZED_ERRORS = [];
window.__INCOMPLETE_CHUNKS = [];

// Safari has no idle callbacks.
window.requestIdleCallback ? requestIdleCallback(start) : start();
