// Starts what the program adds to a page. A file, so that no script stands in a page and the policy of pages is the same
// for each.
const start = async () => {
  const { default: init } = await import("./kepline.js");
  await init({ module_or_path: new URL("./kepline.wasm", import.meta.url) });
};

// Safari has no idle callbacks.
window.requestIdleCallback ? requestIdleCallback(start) : start();
