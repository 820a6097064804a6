// Starts what the programs add to a page. A file, so that no script stands in a page and the policy of pages is the same
// for each.
const load = async (name) => {
  const { default: init } = await import(`./${name}.js`);
  await init({ module_or_path: new URL(`./${name}.wasm`, import.meta.url) });
};

const start = async () => {
  // Forms on which notes are written and uploaded have a program of their own, and do without it as well.
  if (document.querySelector("form[data-writing], form[data-upload]")) await load("authoring").catch(console.error);
  await load("kepline");
};

// Safari has no idle callbacks.
window.requestIdleCallback ? requestIdleCallback(start) : start();
